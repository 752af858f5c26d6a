import { workflowClient } from '../../../harness/probes/workflow-client.ts';
import type { BenchContext } from '../bench-context.ts';
import type { BenchStack } from '../bench-stack.ts';
import { greetingJobs, resultOf } from '../greet.ts';
import { spreadOf } from '../percentile.ts';
import { faultsOf, firstTaskAtRest, firstTaskUnder } from './first-task-under.ts';
import { applyLoad, type LoadMeans } from './load.ts';
import { memoryUnderLoad } from './memory-under-load.ts';
import type { FirstTaskUnder, LoadFigures, SystemResult } from './system-result.ts';

const CALL_LIMIT_MS = 10_000;
const WARM_UP_MS = 2000;
const AT_ONCE = [1, 10, 100];

/**
 * What the system under test does on a stack, with two workers: how long a greeting takes, how much it does at once, what
 * a fault costs a fresh workflow, and whether a worker's memory grows.
 *
 * @remarks Memory comes before the faults, since most of them end a worker.
 */
export async function measureSystem(context: BenchContext, bench: BenchStack): Promise<SystemResult> {
  const { counts, progress, signal, config } = context;
  const { greetings, loadMs, memoryMs, firstTasks } = counts.system;
  const workflows = workflowClient({ client: bench.client, taskQueue: config.taskQueue, callLimitMs: CALL_LIMIT_MS });
  const means: LoadMeans = { bench, workflows, signal };
  await bench.stack.addWorker();
  const tell = (what: string): void => progress(`system (${bench.stack.name}): ${what}`);
  await applyLoad({ prefix: 'warm', atOnce: 10, forMs: WARM_UP_MS }, means);
  tell(`${greetings} greetings, one after the other`);
  const greetingMs = spreadOf(await greetingTimes(greetings, means));
  const load: LoadFigures[] = [];
  for (const atOnce of AT_ONCE) {
    tell(`${atOnce} at once`);
    load.push(await applyLoad({ prefix: `load-${atOnce}`, atOnce, forMs: loadMs }, means));
  }
  tell(`memory of a worker over ${memoryMs / 1000} s of load`);
  const memory = await memoryUnderLoad(memoryMs, means);
  const firstTask: FirstTaskUnder[] = [await firstTaskAtRest(firstTasks, means)];
  for (const struck of faultsOf(bench.stack)) {
    tell(`first task under ${struck.fault.name} on ${struck.on}`);
    firstTask.push(await firstTaskUnder(struck, firstTasks, means));
    await applyLoad({ prefix: `after-${struck.fault.name}`, atOnce: 2, forMs: WARM_UP_MS }, means);
  }
  return { greetingMs, firstTask, load, memory, goals: { greetingP90Ms: 1000, activitiesPerSecond: 10 } };
}

async function greetingTimes(count: number, { bench, workflows, signal }: LoadMeans): Promise<readonly number[]> {
  const times: number[] = [];
  for (const job of greetingJobs('single', count)) {
    const startMs = performance.now();
    await workflows.start(job);
    await resultOf(bench.client, job, signal);
    times.push(performance.now() - startMs);
  }
  return times;
}
