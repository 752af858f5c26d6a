import { toHarnessError } from '../../harness/errors.ts';
import type { StackName } from '../../harness/model/stacks.ts';
import type { BenchContext } from './bench-context.ts';
import type { BenchReport, ByStack, Results } from './bench-report.ts';
import { startBenchStack } from './bench-stack.ts';
import { unfitExplorations } from './explore-figures.ts';
import { measureExplore } from './measure-explore.ts';
import { measureFirstTask } from './measure-first-task.ts';
import { measureHop } from './measure-hop.ts';
import { measureLatency } from './measure-latency.ts';
import { measureLife } from './measure-life.ts';
import { measureReplay } from './measure-replay.ts';
import { measureRun } from './measure-run.ts';
import { runWorkerKill } from './run-worker-kill.ts';
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
  const results = {
    ...(await measureRuns(context, wanted, attempt)),
    ...(await measureHops(context, wanted, attempt)),
    ...(await measureLives(context, wanted, attempt)),
    ...(await measureExplorations(context, wanted, attempt)),
  };
  problems.push(...unfit(results));
  return { results, problems };
}

async function measureRuns(context: BenchContext, { names, stacks }: Wanted, attempt: Attempt): Promise<Results> {
  const measure = async (stack: StackName): ReturnType<typeof measureRun> => measureRun(context, stack);
  const runs = names.has('run') ? await onEach(stacks, measure, named('run', attempt)) : {};
  const results = Object.entries(runs).map(([stack, { result }]) => [stack, result] as const);
  const found = results.length === 0 ? {} : { run: Object.fromEntries(results) };
  if (!names.has('replay')) return found;
  const replay = await attempt('replay', async () => {
    if (runs.embedded === undefined) context.progress('replay: a run of worker-kill for its event histories');
    return measureReplay(context, runs.embedded?.last ?? (await runWorkerKill(context, 'embedded')));
  });
  return replay === undefined ? found : { ...found, replay };
}

async function measureHops(context: BenchContext, { names }: Wanted, attempt: Attempt): Promise<Results> {
  if (!names.has('hop') && !names.has('latency') && !names.has('first-task')) return {};
  const results = await attempt('stack', async () => {
    await using bench = await startBenchStack(context, 'embedded');
    const hop = names.has('hop') ? await attempt('hop', async () => measureHop(context, bench)) : undefined;
    const latency = names.has('latency')
      ? await attempt('latency', async () => measureLatency(context, bench))
      : undefined;
    const first = names.has('first-task')
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

/** A stack each, with one worker that nobody has killed before. */
async function measureLives(context: BenchContext, { names, stacks }: Wanted, attempt: Attempt): Promise<Results> {
  if (!names.has('life')) return {};
  const measure = async (stack: StackName): ReturnType<typeof measureLife> => {
    await using bench = await startBenchStack(context, stack);
    return await measureLife(context, bench);
  };
  const life = await onEach(stacks, measure, named('life', attempt));
  return Object.keys(life).length === 0 ? {} : { life };
}

/** By commands that have a stack each. */
async function measureExplorations(context: BenchContext, { names }: Wanted, attempt: Attempt): Promise<Results> {
  if (!names.has('explore')) return {};
  const explore = await attempt('explore', async () => measureExplore(context));
  return explore === undefined ? {} : { explore };
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
