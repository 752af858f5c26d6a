import { count } from '../model/count.ts';
import type { Evidence, LedgerLine } from '../model/evidence.ts';
import { entriesOf } from '../model/journal.ts';
import { canonicalJson, type Json } from '../model/json.ts';
import type { Violation } from '../model/violation.ts';
import { defineCheck, invalid, rowsOf, unknown, valid } from './define-check.ts';
import { describeDoubt, doubtful, jobRecords, mayBeAbsent } from './evidence/job-records.ts';

/**
 * Each side effect that a job must have was applied exactly once, and no other was.
 *
 * @remarks Judged by the effect's business subject, never by its idempotency key, so that a bad key scheme can't hide.
 */
export const sideEffectsOnce = defineCheck({
  name: 'side-effects-once',
  invariant: 'Each expected side effect is applied exactly once, none is lost, doubled, unexpected or contradictory.',
  books: ['effects', 'eventHistories'],
  points: {
    applies: ({ plan }) => plan.workload.some((job) => job.expect.effects.length > 0),
    references: 'all',
  },
  judge: (evidence) => {
    const lines = rowsOf(evidence.effects);
    const expected = expectedEffects(evidence);
    const applied = Map.groupBy(appliedLines(evidence, lines), (line) => keyOf(line));
    const doubts = doubtful(jobRecords(evidence));
    const untold = new Set(doubts.map((record) => record.job.workflowId));
    const violations = [
      ...lostOrDoubled(expected, applied),
      ...unexpected(expected, applied, untold),
      ...conflicts(lines),
    ];
    const times = count(
      [...applied.values()].reduce((sum, group) => sum + group.length, 0),
      'effect',
    );
    const repeated = count(lines.filter((line) => line.outcome === 'deduplicated').length, 'repeated request');
    const numbers = `${times} applied of ${expected.size} expected, ${repeated} absorbed by idempotency keys`;
    if (violations.length > 0)
      return invalid(`${count(violations.length, 'wrong side effect')}: ${numbers}.`, violations);
    if (doubts.length > 0) return unknown(describeDoubt(doubts));
    if (expected.size === 0) return unknown('No job expects a side effect, so nothing was proved of any.');
    if (applied.size === 0) return unknown('No expected side effect was applied, and none had to be.');
    const gaps = missingLines(lines);
    if (gaps > 0) return unknown(`The ledger lacks ${count(gaps, 'line')}: ${numbers}.`);
    return valid(`Each exactly once: ${numbers}.`);
  },
});

interface ExpectedEffect {
  readonly workflowId: string;
  readonly effect: Json;
  readonly atLeast: number;
  readonly atMost: number;
}

function expectedEffects(evidence: Evidence): ReadonlyMap<string, ExpectedEffect> {
  const expected = new Map<string, ExpectedEffect>();
  for (const record of jobRecords(evidence)) {
    for (const effect of record.job.expect.effects) {
      const before = expected.get(keyOf(effect));
      expected.set(keyOf(effect), {
        workflowId: record.job.workflowId,
        effect,
        atLeast: (before?.atLeast ?? 0) + (mayBeAbsent(record) || record.doubt !== null ? 0 : 1),
        atMost: (before?.atMost ?? 0) + 1,
      });
    }
  }
  return expected;
}

/**
 * The applied lines, but for those that a known workflow outside the plan (a canary) asked for.
 *
 * @remarks The request itself says which activity asked, so it excuses no effect of a kind that a job must have.
 */
function appliedLines(evidence: Evidence, lines: readonly LedgerLine[]): readonly LedgerLine[] {
  const planned = new Set(evidence.plan.workload.map((job) => job.workflowId));
  // A request's own word isn't enough: the event histories or the gateway must know the workflow.
  const known = new Set([
    ...rowsOf(evidence.eventHistories).map((history) => history.workflowId),
    ...entriesOf(evidence.journal, 'call').flatMap((call) => (call.workflowId === undefined ? [] : [call.workflowId])),
  ]);
  const kinds = new Set(evidence.plan.workload.flatMap((job) => job.expect.effects.map((effect) => effect.kind)));
  return lines
    .filter((line) => line.outcome === 'applied')
    .filter((line) => {
      const workflowId = line.activity?.workflowId;
      const foreign = workflowId !== undefined && known.has(workflowId) && !planned.has(workflowId);
      return !foreign || kinds.has(line.kind);
    });
}

type Applied = ReadonlyMap<string, readonly LedgerLine[]>;

function lostOrDoubled(expected: ReadonlyMap<string, ExpectedEffect>, applied: Applied): Violation[] {
  return [...expected].flatMap(([key, { workflowId, effect, atLeast, atMost }]): Violation[] => {
    const lines = applied.get(key) ?? [];
    const sequences = lines.map((line) => line.sequence);
    if (lines.length < atLeast) {
      return [
        { workflowId, violation: 'lost', detail: `Applied ${count(lines.length, 'time')}.`, effect, lines: sequences },
      ];
    }
    if (lines.length <= atMost) return [];
    return [{ workflowId, violation: 'doubled', detail: `Applied ${lines.length} times.`, effect, lines: sequences }];
  });
}

/** Effects that no job expects. A workflow whose due result is uncertain may have had any effect. */
function unexpected(
  expected: ReadonlyMap<string, ExpectedEffect>,
  applied: Applied,
  untold: ReadonlySet<string>,
): Violation[] {
  return [...applied].flatMap(([key, lines]) => {
    const line = lines.find(({ activity }) => activity === null || !untold.has(activity.workflowId));
    if (line === undefined || expected.has(key)) return [];
    const detail = `Applied ${count(lines.length, 'time')}, and no job expects it.`;
    const effect = { kind: line.kind, subject: line.subject };
    return [{ workflowId: line.activity?.workflowId ?? null, violation: 'unexpected', detail, effect }];
  });
}

/** Requests that used a known key with another payload, whether or not the outside world noticed. */
function conflicts(lines: readonly LedgerLine[]): Violation[] {
  const first = new Map<string, LedgerLine>();
  return lines.flatMap((line) => {
    const key = line.idempotencyKey;
    const before = key === null ? undefined : first.get(key);
    if (key !== null && before === undefined) first.set(key, line);
    const differs = before !== undefined && before.payloadHash !== line.payloadHash;
    if (line.outcome !== 'conflict' && !differs) return [];
    const detail = `Line ${line.sequence} has key ${key ?? 'none'} with another payload than before.`;
    const effect = { kind: line.kind, subject: line.subject };
    return [{ workflowId: line.activity?.workflowId ?? null, violation: 'conflict', detail, effect }];
  });
}

function missingLines(lines: readonly LedgerLine[]): number {
  const sequences = new Set(lines.map((line) => line.sequence));
  return Math.max(0, ...sequences) - sequences.size;
}

function keyOf(effect: Pick<LedgerLine, 'kind' | 'subject'>): string {
  return `${effect.kind} ${canonicalJson(effect.subject)}`;
}
