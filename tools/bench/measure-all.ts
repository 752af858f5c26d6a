import { toHarnessError } from '../../harness/errors.ts';
import type { StackName } from '../../harness/model/stacks.ts';
import type { BenchContext } from './bench-context.ts';
import type { BenchReport, ByStack, MeasurementName, Results, RunResult } from './bench-report.ts';
import { startBenchStack } from './bench-stack.ts';
import { unfitExplorations } from './explore-figures.ts';
import { measureAgainst } from './measure-against.ts';
import { measureExplore } from './measure-explore.ts';
import { measureFirstTask } from './measure-first-task.ts';
import { measureHop } from './measure-hop.ts';
import { measureLatency } from './measure-latency.ts';
import { measureLife } from './measure-life.ts';
import { measureReplay } from './measure-replay.ts';
import { measureRun } from './measure-run.ts';
import { measureStart } from './measure-start.ts';
import { runWorkerKill } from './run-worker-kill.ts';
import { measureSystem } from './system/measure-system.ts';
import type { Wanted } from './wanted.ts';

/** Runs one measurement; what it throws becomes a problem, so that the others still measure. */
type Attempt = <T>(name: string, measure: () => Promise<T>) => Promise<T | undefined>;

/**
 * Takes the measurements that are wanted: first the runs, on a machine that has nothing else of ours, then those that
 * share one stack, then those that have one each.
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
  const { against } = wanted;
  const results =
    against === null
      ? await measureHere(context, wanted, attempt)
      : { against: await attempt('against', async () => measureAgainst(context, against, wanted.names)) };
  problems.push(...unfit(results));
  return { results, problems };
}

async function measureHere(context: BenchContext, { names, stacks }: Wanted, attempt: Attempt): Promise<Results> {
  const take = async <T>(name: MeasurementName, measure: () => Promise<T>): Promise<T | undefined> =>
    names.has(name) ? attempt(name, measure) : undefined;
  const onStacks = async <T>(name: MeasurementName, measure: (stack: StackName) => Promise<T>): Promise<ByStack<T>> =>
    names.has(name) ? onEach(stacks, measure, named(name, attempt)) : {};

  const runs = await onStacks('run', async (stack) => measureRun(context, stack));
  const replay = await take('replay', async () => {
    if (runs.embedded === undefined) context.progress('replay: a run of worker-kill for its event histories');
    return measureReplay(context, runs.embedded?.last ?? (await runWorkerKill(context, 'embedded')));
  });
  const measureHops = async (): Promise<Results> => {
    await using bench = await startBenchStack(context, 'embedded');
    return {
      hop: await take('hop', async () => measureHop(context, bench)),
      latency: await take('latency', async () => measureLatency(context, bench)),
      'first-task': await take('first-task', async () => measureFirstTask(context, bench)),
    };
  };
  const needsStack = (['hop', 'latency', 'first-task'] as const).some((name) => names.has(name));
  const hops = needsStack ? await attempt('stack', measureHops) : {};
  const life = await onStacks('life', async (stack) => {
    // A stack of its own, whose one worker was never killed before.
    await using bench = await startBenchStack(context, stack);
    return await measureLife(context, bench);
  });
  const start = await take('start', async () => measureStart(context));
  const explore = await take('explore', async () => measureExplore(context));
  const system = await onStacks('system', async (stack) => {
    await using bench = await startBenchStack(context, stack);
    return await measureSystem(context, bench);
  });
  const results = Object.entries(runs).map(([stack, { result }]) => [stack, result] as const);
  const run: ByStack<RunResult> = Object.fromEntries(results);
  return { run: orNone(run), replay, ...hops, life: orNone(life), start, explore, system: orNone(system) };
}

/** The results by stack, or undefined if there is none. */
function orNone<T>(results: ByStack<T>): ByStack<T> | undefined {
  return Object.keys(results).length === 0 ? undefined : results;
}

/** Attempts to measure on one stack after the other; a stack on which it fails is missing from the result. */
async function onEach<T>(
  stacks: readonly StackName[],
  measure: (stack: StackName) => Promise<T>,
  attempt: Attempt,
): Promise<ByStack<T>> {
  const results: Partial<Record<StackName, T>> = {};
  for (const stack of stacks) {
    const result = await attempt(stack, async () => measure(stack));
    if (result !== undefined) results[stack] = result;
  }
  return results;
}

/** An attempt whose problems say which measurement it was. */
function named(measurement: string, attempt: Attempt): Attempt {
  return async (name, measure) => attempt(`${measurement} (${name})`, measure);
}

/** A run that isn't valid did other work than the one that is meant to be timed. */
function unfit({ run = {}, explore }: Results): readonly string[] {
  const runs = Object.values(run).flatMap(({ verdicts, runIds }) =>
    verdicts.flatMap((verdict, index) =>
      verdict === 'valid' ? [] : [`run: ${runIds[index]} is ${verdict}; its times are those of another story.`],
    ),
  );
  return [...runs, ...(explore === undefined ? [] : unfitExplorations(explore))];
}
