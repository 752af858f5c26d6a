import { toHarnessError } from '../../harness/errors.ts';
import type { BenchContext } from './bench-context.ts';
import type { BenchReport, MeasurementName, Results } from './bench-report.ts';
import { startBenchStack } from './bench-stack.ts';
import { measureFirstTask } from './measure-first-task.ts';
import { measureHop } from './measure-hop.ts';
import { measureLatency } from './measure-latency.ts';
import { measureReplay } from './measure-replay.ts';
import { measureRun } from './measure-run.ts';
import { runWorkerKill } from './run-worker-kill.ts';

type Wanted = ReadonlySet<MeasurementName>;
/** Runs one measurement; what it throws becomes a problem, so that the others still measure. */
type Attempt = <T>(name: string, measure: () => Promise<T>) => Promise<T | undefined>;

/**
 * Takes the measurements that are wanted: first the runs, on a machine that has nothing else of ours, then those that
 * share one stack.
 *
 * @throws HarnessError CHAOS_INTERRUPTED when the signal aborts; what was started is taken down first.
 */
export async function measureAll(
  context: BenchContext,
  wanted: Wanted,
): Promise<Pick<BenchReport, 'results' | 'problems'>> {
  const { signal } = context;
  const problems: string[] = [];
  const attempt: Attempt = async (name, measure) => {
    try {
      return await measure();
    } catch (error) {
      signal.throwIfAborted();
      problems.push(`${name}: ${toHarnessError(error).message}`);
      return undefined;
    }
  };
  const results = {
    ...(await measureRuns(context, wanted, attempt)),
    ...(await measureHops(context, wanted, attempt)),
  };
  problems.push(...unfit(results));
  return { results, problems };
}

async function measureRuns(context: BenchContext, wanted: Wanted, attempt: Attempt): Promise<Results> {
  const runs = wanted.has('run') ? await attempt('run', async () => measureRun(context)) : undefined;
  const found = runs === undefined ? {} : { run: runs.result };
  if (!wanted.has('replay')) return found;
  const replay = await attempt('replay', async () => {
    if (runs === undefined) context.progress('replay: a run of worker-kill for its event histories');
    return measureReplay(context, runs?.last ?? (await runWorkerKill(context)));
  });
  return replay === undefined ? found : { ...found, replay };
}

async function measureHops(context: BenchContext, wanted: Wanted, attempt: Attempt): Promise<Results> {
  if (!wanted.has('hop') && !wanted.has('latency') && !wanted.has('first-task')) return {};
  const results = await attempt('stack', async () => {
    await using bench = await startBenchStack(context);
    const hop = wanted.has('hop') ? await attempt('hop', async () => measureHop(context, bench)) : undefined;
    const latency = wanted.has('latency')
      ? await attempt('latency', async () => measureLatency(context, bench))
      : undefined;
    const first = wanted.has('first-task')
      ? await attempt('first-task', async () => measureFirstTask(context, bench))
      : undefined;
    return {
      ...(hop === undefined ? {} : { hop }),
      ...(latency === undefined ? {} : { latency }),
      ...(first === undefined ? {} : { 'first-task': first }),
    };
  });
  return results ?? {};
}

/** A run that isn't valid did other work than the one that is meant to be timed. */
function unfit({ run }: Results): readonly string[] {
  const verdicts = run?.verdicts ?? [];
  return verdicts.flatMap((verdict, index) =>
    verdict === 'valid' ? [] : [`run: ${run?.runIds[index]} is ${verdict}; its times are those of another story.`],
  );
}
