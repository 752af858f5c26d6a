import type { BenchContext } from './bench-context.ts';
import type { RunResult } from './bench-report.ts';
import { spreadOf } from './percentile.ts';
import { RUN_SEED, runWorkerKill, type TimedRun } from './run-worker-kill.ts';

/** The measured runs, the last of which others may look into. */
export interface MeasuredRuns {
  readonly result: RunResult;
  readonly last: TimedRun;
}

/**
 * Times of the phases of warm runs, and the harness's memory.
 *
 * @remarks A first run, which is not measured, fills the caches.
 */
export async function measureRun(context: BenchContext): Promise<MeasuredRuns> {
  const { counts, progress } = context;
  progress('run: one to warm the caches');
  let last = await runWorkerKill(context);
  const runs: TimedRun[] = [];
  for (let done = 1; done <= counts.runs; done += 1) {
    progress(`run: ${done} of ${counts.runs}`);
    last = await runWorkerKill(context);
    runs.push(last);
  }
  const reports = runs.map(({ report }) => report);
  const phases = last.report.phases.map(({ phase }) => phase);
  const timesOf = (name: string): readonly number[] =>
    reports.flatMap(({ phases }) => phases.filter(({ phase }) => phase === name).map(({ durationMs }) => durationMs));
  const result = {
    seed: RUN_SEED,
    runIds: reports.map(({ runId }) => runId),
    verdicts: reports.map(({ verdict }) => verdict),
    phasesMs: Object.fromEntries(phases.map((phase) => [phase, spreadOf(timesOf(phase))])),
    runMs: spreadOf(reports.map(({ durationMs }) => durationMs)),
    commandMs: spreadOf(runs.map(({ commandMs }) => commandMs)),
    peakRssMb: spreadOf(runs.map(({ peakRssMb }) => peakRssMb)),
  };
  return { result, last };
}
