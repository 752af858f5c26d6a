import { count } from '../../model/count.ts';
import { formatDuration } from '../../model/duration.ts';
import type { Report } from '../../model/report.ts';
import type { Verdict } from '../../model/verdict.ts';

/** The sign of a verdict: proved, refuted, could not tell. */
export const verdictSigns: Readonly<Record<Verdict, string>> = { valid: '✓', invalid: '✗', unknown: '?' };

/**
 * The meaning of the verdict, for first-time readers.
 *
 * @remarks Without a fault nothing was tested, and without a finding nothing was judged: it says so. The hypothesis held
 * only if every check of any run judged; else it says what was not judged.
 */
export function describeVerdict(report: Report): string {
  const { verdict, landings, errors, notJudged } = report;
  if (verdict === 'invalid') return 'a promise was broken; see the lines marked ✗';
  if (landings.length === 0) return describeFaultless(report);
  if (verdict === 'unknown') return 'nothing was proved either way; this is not a success';
  if (errors.length > 0) return 'every check held, but the harness itself failed; see the errors';
  if (notJudged.length === 0) return 'the hypothesis held under the fault';
  return `the plan's checks held under the fault; not judged: ${firstOf(notJudged.map((one) => one.replace('check: ', '')))}`;
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
  const load = `${counts.workflows} workflows of ${subject} on the ${stack} stack${hosted}`;
  const control = sabotage === null ? [] : [`the system was sabotaged on purpose: ${sabotage}`];
  return [load, ...control, ...describeFaults(report)];
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

/** The recovery that came closest to its bound; null if none was measured. */
export function describeRecovery({ recovery }: Report): string | null {
  const tightest = recovery.toSorted((a, b) => b.recoveryTimeMs / b.boundMs - a.recoveryTimeMs / a.boundMs)[0];
  if (tightest === undefined) return null;
  const { unit, recoveryTimeMs, boundMs } = tightest;
  const others = recovery.length === 1 ? '' : `, the tightest of ${recovery.length} units`;
  const sign = recoveryTimeMs <= boundMs ? 'within' : 'OVER';
  return `recovery ${formatDuration(recoveryTimeMs)}, ${sign} the bound of ${formatDuration(boundMs)} (${unit}${others})`;
}
