import { unreadCalls } from '../checks/evidence/unread-calls.ts';
import type { Finding } from '../model/check.ts';
import { count } from '../model/count.ts';
import type { JournalEntry } from '../model/journal.ts';
import { violationsIn } from '../model/violation.ts';
import { isOpenAmongOthers } from './among-others.ts';
import type { JudgedStrike } from './judge/judge-front.ts';
import type { PointResults } from './point-results.ts';
import type { ReferenceCase } from './points/references.ts';
import { requestsAttributed } from './request-findings.ts';
import type { ExplorationContext } from './steer/exploration-context.ts';

/** Findings against an exploration as a whole rather than against one of its points. */
export function wholeFindings(
  { journal }: Pick<ExplorationContext, 'journal'>,
  known: readonly ReferenceCase[],
  results: Pick<PointResults, 'elsewhere' | 'lateAmong' | 'made'>,
): readonly Finding[] {
  const gaps = known.flatMap((one) => one.gaps.map((gap) => denominatorDoubt(one.name, gap)));
  const entries = journal.entries();
  return [
    ...gaps,
    ...callsRead(entries),
    ...requestsAttributed(entries, known),
    ...elsewhere(results),
    ...lateAmong(results),
  ];
}

function denominatorDoubt(name: string, gap: string): Finding {
  const summary = `The points of case ${name} and its event history disagree. ${gap}`;
  return { check: 'points-match-history', verdict: 'unknown', summary, exhibits: [] };
}

/** No check has judged what the relays could not decode. */
function callsRead(entries: readonly JournalEntry[]): readonly Finding[] {
  const unread = unreadCalls(entries);
  const [first] = unread;
  if (first === undefined) return [];
  return [{ check: 'calls-read', verdict: 'unknown', summary: first, exhibits: [...unread] }];
}

/**
 * Harm to workflows that never reached their points counts too.
 *
 * @remarks A workflow of a crowd that still runs at the end may be stuck or only slow; the evidence can't tell. A stuck
 * one would also be stuck when struck at its own point.
 */
function elsewhere({ elsewhere: struck }: Pick<PointResults, 'elsewhere'>): readonly Finding[] {
  const check = 'struck-elsewhere';
  const isOpen = ({ one }: JudgedStrike): boolean => isOpenAmongOthers(one);
  const exhibitsOf = (all: readonly JudgedStrike[]): Finding['exhibits'] =>
    all.map(({ result: { point, action, evidence } }) => ({ point, action, evidence }));
  const [open, harmed] = [struck.filter(isOpen), struck.filter((one) => !isOpen(one))];
  const why = harmed[0]?.result.findings.find(({ verdict }) => verdict === 'invalid')?.summary ?? '';
  const harm = `${harmed.length} workflows were struck before they reached their points, and harmed: ${why}`;
  const doubt = `${open.length} workflows were struck before they reached their points, and still run.`;
  return [
    ...(harmed.length === 0
      ? []
      : [{ check, verdict: 'invalid' as const, summary: harm, exhibits: harmed.flatMap(harmOf) }]),
    ...(open.length === 0 ? [] : [{ check, verdict: 'unknown' as const, summary: doubt, exhibits: exhibitsOf(open) }]),
  ];
}

/** The violations of a workflow that was struck before its point; the bare strike if none was named. */
function harmOf({ result: { point, action, evidence, findings } }: JudgedStrike): Finding['exhibits'] {
  const violations = violationsIn(findings.flatMap(({ exhibits }) => exhibits));
  const strike = { point, action, evidence };
  return violations.length === 0 ? [strike] : violations.map((violation) => ({ ...violation, ...strike }));
}

/** Work that came on late among many and in time among fewer: the crowd, a lock or a leaked slot. Readers decide. */
function lateAmong({ lateAmong: late, made }: Pick<PointResults, 'lateAmong' | 'made'>): readonly Finding[] {
  const inTime = [...late].filter(([task]) => made.get(task)?.result.state === 'valid');
  if (inTime.length === 0) return [];
  const sizes = [...new Set(inTime.flatMap(([, crowds]) => crowds))].toSorted((a, b) => b - a);
  const summary = `At ${count(inTime.length, 'point')} work came on later than its bound among others (fronts of ${sizes.join(', ')}), and in time among fewer. A lock or a slot that workflows share would look like this.`;
  const exhibits = inTime.map(([{ point, action }, crowds]) => {
    return { point: point.id, action: action.name, lateAmong: [...crowds] };
  });
  return [{ check: 'in-time-among-many', verdict: 'valid', summary, exhibits }];
}
