import { type ChildEnded, rowOfChild } from '../../harness/cli/batch/child-row.ts';
import { exitCodes } from '../../harness/model/exit-code.ts';
import type { Plan } from '../../harness/model/plan.ts';
import { reportSchema } from '../../harness/model/report.ts';
import { outcomeOf } from '../../harness/model/summary.ts';
import type { GoodRun } from './good-run.ts';

/** The outcomes of a run, in the order in which tables show them. */
export const outcomes = ['valid', 'no-fault', 'unknown', 'invalid', 'failed'] as const;

/**
 * The outcome of a run. `no-fault`: nothing struck, which is why it can't be valid, and every check that is not about faults is. `failed`:
 * the harness failed, or said valid though nothing struck.
 */
export type Outcome = (typeof outcomes)[number];

/** Why a run is not valid. */
export interface Reason {
  /** The check, or `harness`. */
  readonly check: string;
  readonly summary: string;
}

/** One run of a good system, and what came of it. */
export interface RunResult extends GoodRun {
  readonly system: string;
  readonly outcome: Outcome;
  /** Empty for `valid` and `no-fault`. */
  readonly reasons: readonly Reason[];
  readonly runId: string;
  /** In milliseconds, with the start of its process. */
  readonly tookMs: number;
}

/** Whether a run is not as it should be, so that its evidence is worth keeping. */
export function isAmiss({ outcome }: Pick<RunResult, 'outcome'>): boolean {
  return outcome !== 'valid' && outcome !== 'no-fault';
}

/** The check that must be unknown if nothing struck. */
const NOTHING_STRUCK = 'fault-landed';

/** All checks that are: nothing is stopped and no version deployed either, so these have seen nothing. */
const aboutFaults: readonly string[] = [NOTHING_STRUCK, 'stops-gracefully', 'runs-on-version'];

/** What came of a run, from its plan and the end of its process; null if it was interrupted. */
export function resultOf(
  run: GoodRun,
  { plan, runId }: { readonly plan: Plan; readonly runId: string },
  ended: ChildEnded,
): RunResult | null {
  const row = rowOfChild({ plan, stack: run.stack }, ended);
  // Interrupted before anything of it was started, it leaves no report.
  const early = (ended.exit === exitCodes.interrupted || ended.signal === 'SIGINT') && !ended.overran;
  if (row.state === 'run' ? row.interrupted : early) return null;
  const judged = outcomeOf(row);
  const common = { ...run, system: plan.subject, runId, tookMs: ended.durationMs };
  if (row.state === 'no-report' || judged === 'failed' || judged === 'notRun') {
    return { ...common, outcome: 'failed', reasons: [{ check: 'harness', summary: row.why ?? 'it ended early' }] };
  }
  return { ...common, ...judgedOf(plan, judged, reasonsOf(ended.stdout, judged)) };
}

function judgedOf(
  { schedule }: Plan,
  judged: 'valid' | 'invalid' | 'unknown',
  reasons: readonly Reason[],
): Pick<RunResult, 'outcome' | 'reasons'> {
  if (schedule.length > 0) return { outcome: judged, reasons };
  if (judged === 'valid') {
    return { outcome: 'failed', reasons: [{ check: NOTHING_STRUCK, summary: 'Nothing struck, and it is valid.' }] };
  }
  const others = reasons.filter(({ check }) => judged === 'invalid' || !aboutFaults.includes(check));
  return others.length === 0 ? { outcome: 'no-fault', reasons: [] } : { outcome: judged, reasons: others };
}

/** The findings that made the verdict. */
function reasonsOf(stdout: string, verdict: 'valid' | 'invalid' | 'unknown'): readonly Reason[] {
  if (verdict === 'valid') return [];
  const { findings } = reportSchema.parse(JSON.parse(stdout));
  return findings.filter((one) => one.verdict === verdict).map(({ check, summary }) => ({ check, summary }));
}
