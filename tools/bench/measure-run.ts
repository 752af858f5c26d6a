import { join } from 'node:path';
import type { StackName } from '../../harness/model/stacks.ts';
import { readJournal } from '../../harness/reporting/store/read-journal.ts';
import { runFiles } from '../../harness/reporting/store/run-folder-layout.ts';
import type { BenchContext } from './bench-context.ts';
import type { RunResult } from './bench-report.ts';
import { type Spread, spreadOf } from './percentile.ts';
import { readyTimesOf } from './ready-times.ts';
import { RUN_SEED, runWorkerKill, type TimedRun } from './run-worker-kill.ts';

/** The measured runs, the last of which others may look into. */
export interface MeasuredRuns {
  readonly result: RunResult;
  readonly last: TimedRun;
}

/** Times by name. */
type Times = Readonly<Record<string, number>>;

/**
 * Times of the phases of warm runs, and the harness's memory.
 *
 * @remarks A first run, which is not measured, fills the caches.
 */
export async function measureRun(context: BenchContext, stack: StackName): Promise<MeasuredRuns> {
  const { counts, progress } = context;
  progress(`run: one on the ${stack} stack to warm the caches`);
  let last = await runWorkerKill(context, stack);
  const runs: TimedRun[] = [];
  for (let done = 1; done <= counts.runs; done += 1) {
    progress(`run: ${done} of ${counts.runs} on the ${stack} stack`);
    last = await runWorkerKill(context, stack);
    runs.push(last);
  }
  const reports = runs.map(({ report }) => report);
  const phases = reports.map((report) => report.phases.map(({ phase, durationMs }) => [phase, durationMs] as const));
  const result = {
    seed: RUN_SEED,
    runIds: reports.map(({ runId }) => runId),
    verdicts: reports.map(({ verdict }) => verdict),
    phasesMs: spreadsOf(phases.map((times) => Object.fromEntries(times))),
    readyMs: spreadsOf(await Promise.all(runs.map(readyTimes))),
    runMs: spreadOf(reports.map(({ durationMs }) => durationMs)),
    commandMs: spreadOf(runs.map(({ commandMs }) => commandMs)),
    peakRssMb: spreadOf(runs.map(({ peakRssMb }) => peakRssMb)),
  };
  return { result, last };
}

/** The spread of each time; one that is missing from a run counts in none of that run. */
function spreadsOf(runs: readonly Times[]): Readonly<Record<string, Spread>> {
  const names = new Set(runs.toReversed().flatMap((times) => Object.keys(times)));
  const timesOf = (name: string): readonly number[] =>
    runs.flatMap((times) => (times[name] === undefined ? [] : [times[name]]));
  return Object.fromEntries([...names].map((name) => [name, spreadOf(timesOf(name))]));
}

async function readyTimes({ folder }: TimedRun): Promise<Times> {
  const { entries, defect } = await readJournal(join(folder, runFiles.journal), null);
  if (defect !== null) throw new Error(`Expected to read the journal of ${folder}, but ${defect}.`);
  return readyTimesOf(entries);
}
