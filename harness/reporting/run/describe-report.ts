import { z } from 'zod';
import { count } from '../../model/count.ts';
import { formatDuration } from '../../model/duration.ts';
import { checksOfExpectations, type JudgedExpectation } from '../../model/judged-expectations.ts';
import type { Report } from '../../model/report.ts';
import type { Verdict } from '../../model/verdict.ts';
import { describeCovered, notCovered } from '../text/describe-expectations.ts';

/** The sign of a verdict: proved, refuted, could not tell. */
export const verdictSigns: Readonly<Record<Verdict, string>> = { valid: '✓', invalid: '✗', unknown: '?' };

/**
 * The meaning of the verdict, for first-time readers.
 *
 * @remarks Without a fault nothing was tested, and without a finding nothing was judged: it says so. The hypothesis held
 * only if every check of any run judged; else it says what was not judged.
 */
export function describeVerdict(report: Report): string {
  const { verdict, landings, errors, notJudged, expectations } = report;
  if (verdict === 'invalid') return 'a promise was broken; see the lines marked ✗';
  if (landings.length === 0) return describeFaultless(report);
  if (verdict === 'unknown') return 'nothing was proved either way; this is not a success';
  if (errors.length > 0) return 'every check held, but the harness itself failed; see the errors';
  if (expectations !== undefined) return describeHeld(expectations, notJudged);
  if (notJudged.length === 0) return 'the hypothesis held under the fault';
  return `the plan's checks held under the fault; not judged: ${firstOf(notJudged.map((one) => one.replace('check: ', '')))}`;
}

/** What held, never more than what was judged: the hypothesis only if all of it was. */
function describeHeld(expectations: readonly JudgedExpectation[], notJudged: readonly string[]): string {
  const isTold = (one: string): boolean =>
    one.startsWith('book: ') || checksOfExpectations.has(one.replace('check: ', ''));
  const others = notJudged.filter((one) => !isTold(one)).map((one) => one.replace('check: ', ''));
  const left = [...notCovered(expectations), ...others];
  const isWhole = left.length === 0 && expectations.every(({ share }) => share === undefined);
  if (isWhole) return 'the hypothesis held under the fault';
  const held = `held under the fault for ${describeCovered(expectations)}`;
  return left.length === 0 ? held : `${held}; not judged: ${left.join(', ')}`;
}

/** A run without a fault shows whether load and expectations fit, no more. */
function describeFaultless({ findings }: Report): string {
  const others = findings.filter(({ check, verdict }) => check !== 'fault-landed' && verdict === 'unknown');
  const rest =
    others.length === 0 ? 'every other check held' : `unknown too: ${firstOf(others.map(({ check }) => check))}`;
  return `nothing struck, so nothing was put to the test; ${rest}`;
}

const NAMED_MOST = 3;

function firstOf(names: readonly string[]): string {
  const more = names.length <= NAMED_MOST ? '' : ` and ${names.length - NAMED_MOST} more`;
  return `${names.slice(0, NAMED_MOST).join(', ')}${more}`;
}

/** The events of a run: its load, its sabotage if any, and a line for each planned fault. */
export function describeWhatHappened(report: Report): readonly string[] {
  const { subject, stack, counts, sabotage, versions } = report;
  const hosted = versions.supabase === undefined ? '' : ` with the Supabase at ${versions.supabase}`;
  const existing = versions.temporalAt === undefined ? '' : `, on the Temporal at ${versions.temporalAt}`;
  const load = `${counts.workflows} workflows of ${subject} on the ${stack} stack${hosted}${existing}`;
  const control = sabotage === null ? [] : [`the system was sabotaged on purpose: ${sabotage}`];
  return [load, ...describeReferences(report), ...control, ...describeFaults(report)];
}

/** The runs without a fault that workflows were compared with, if any. */
function describeReferences({ references }: Report): readonly string[] {
  if (references === undefined) return [];
  const { workflows, kinds, runsOfEach } = references;
  const runs = `${count(kinds * runsOfEach, 'run')} without a fault`;
  return [
    `of these ${runs} before it, ${runsOfEach} for each kind, with which ${count(workflows, 'workflow')} are compared`,
  ];
}

/** The faults of the system, one line each. */
export function describeFaults(report: Report): readonly string[] {
  if (report.landings.length === 0) return ['no fault was planned'];
  return report.landings.map(({ faultId, fault, landed, witnesses }) => {
    const causes = witnesses.filter((witness) => witness.sort === 'cause');
    const seen = `${count(causes.length, 'cause witness')}, ${count(witnesses.length - causes.length, 'effect witness')}`;
    // A component that only felt the fault was not struck: every worker feels a server's death.
    const struck = causes.length === 0 ? witnesses : causes;
    const whom = [...new Set(struck.map(({ component }) => component))].join(', ');
    const target = whom === '' ? '' : ` on ${whom}`;
    return `${fault} (${faultId})${target} ${landed ? 'landed' : 'did NOT land'}: ${seen}`;
  });
}

/** The counts of the run, in two lines. */
export function describeCounts({ counts }: Report): readonly [books: string, calls: string] {
  const workflows = `${count(counts.workflows, 'workflow')} · ${count(counts.events, 'event')}`;
  const effects = `${count(counts.effectsApplied, 'effect')} applied, ${counts.effectsDeduplicated} deduplicated`;
  return [
    `${workflows} · ${count(counts.checkpoints, 'checkpoint')} · ${effects}`,
    `${count(counts.calls, 'call')} · ${count(counts.replays, 'replay')}`,
  ];
}

/**
 * The recovery that took longest, then the one that came closest to its bound, then the longest wait in the sticky queue
 * of a worker that had gone, which no bound is about; null if none was measured.
 */
export function describeRecovery({ recovery, findings }: Pick<Report, 'recovery' | 'findings'>): string | null {
  const slowest = recovery.toSorted((a, b) => b.recoveryTimeMs - a.recoveryTimeMs)[0];
  const tightest = recovery.toSorted((a, b) => shareOf(b) - shareOf(a))[0];
  if (slowest === undefined || tightest === undefined) return null;
  const { unit, recoveryTimeMs, boundMs } = slowest;
  const others = recovery.length === 1 ? '' : `, the slowest of ${recovery.length} units`;
  const sign = shareOf(slowest) <= 1 ? 'within' : 'OVER';
  const longest = `recovery ${formatDuration(recoveryTimeMs)}, ${sign} the bound of ${formatDuration(boundMs)} (${unit}${others})`;
  return [longest, ...(tightest === slowest ? [] : [describeTightest(tightest)]), ...stickyWait(findings)].join('; ');
}

function describeTightest(tightest: Unit): string {
  const { unit, recoveryTimeMs, boundMs } = tightest;
  const times = `${formatDuration(recoveryTimeMs)} of ${formatDuration(boundMs)} (${unit})`;
  return shareOf(tightest) <= 1 ? `closest to its bound ${times}` : `OVER its bound ${times}`;
}

type Unit = Report['recovery'][number];

function shareOf({ recoveryTimeMs, boundMs }: Unit): number {
  return recoveryTimeMs / boundMs;
}

const delaySchema = z.object({ state: z.literal('delayed'), delayMs: z.number() });

function stickyWait(findings: Report['findings']): readonly string[] {
  const delays = findings
    .filter(({ check }) => check === 'recovers-within-bound')
    .flatMap(({ exhibits }) => exhibits.map((exhibit) => delaySchema.safeParse(exhibit).data?.delayMs ?? []).flat());
  if (delays.length === 0) return [];
  const longest = formatDuration(Math.max(...delays));
  return [
    `${count(delays.length, 'workflow task')} waited up to ${longest} in the sticky queue of a worker that had gone`,
  ];
}
