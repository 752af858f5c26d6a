import type { EventHistory } from '../../harness/model/event-history.ts';
import { workflowClient } from '../../harness/probes/workflow-client.ts';
import { elapse } from '../../harness/wait.ts';
import type { BenchContext } from './bench-context.ts';
import type { FirstTaskFigures, FirstTaskResult } from './bench-report.ts';
import type { BenchStack } from './bench-stack.ts';
import { firstTaskOf } from './first-task.ts';
import { greetingJobs, resultOf } from './greet.ts';
import { spreadOf } from './percentile.ts';

const ABSENCE_MS = 2000;
const CALL_LIMIT_MS = 10_000;
const WARM_UP = 10;

/**
 * How long a fresh workflow waits for its first workflow task, with two workers at rest, and while one of them is dead.
 *
 * @remarks The same number of workflows starts at the same pace in both, spread evenly over the absence: the kill is sent
 * just before the first start, so that the dead worker's polls are still open at the server for a moment.
 */
export async function measureFirstTask(context: BenchContext, bench: BenchStack): Promise<FirstTaskResult> {
  const { counts, progress, signal } = context;
  const victim = await bench.stack.addWorker();
  await startPaced({ prefix: 'warm', count: WARM_UP, context, bench }).then(async (started) => started.figures());
  progress(`first-task: ${counts.firstTasks} workflows at rest, then under the fault`);
  const rest = await startPaced({ prefix: 'rest', count: counts.firstTasks, context, bench });
  const atRest = await rest.figures();
  const killed = victim.kill('fault');
  killed.catch(() => undefined);
  const struck = await startPaced({ prefix: 'fault', count: counts.firstTasks, context, bench });
  await killed;
  signal.throwIfAborted();
  await victim.start();
  return { atRest, underFault: await struck.figures(), absenceMs: ABSENCE_MS };
}

interface Pace {
  readonly prefix: string;
  readonly count: number;
  readonly context: BenchContext;
  readonly bench: BenchStack;
}

/** Starts the workflows over {@link ABSENCE_MS}; they may still run when it resolves. */
async function startPaced({ prefix, count, context, bench }: Pace): Promise<{ figures(): Promise<FirstTaskFigures> }> {
  const { signal, config } = context;
  const workflows = workflowClient({
    client: bench.client,
    taskQueue: config.taskQueue,
    callLimitMs: CALL_LIMIT_MS,
  });
  const jobs = greetingJobs(prefix, count);
  const beganMs = performance.now();
  const starts: Promise<void>[] = [];
  for (const [index, job] of jobs.entries()) {
    const dueMs = beganMs + (index / count) * ABSENCE_MS;
    await elapse(Math.max(0, dueMs - performance.now()), signal);
    starts.push(workflows.start(job));
    // It is awaited below, unless an interruption comes first.
    starts.at(-1)?.catch(() => undefined);
  }
  await Promise.all(starts);
  await elapse(Math.max(0, beganMs + ABSENCE_MS - performance.now()), signal);
  return {
    figures: async () => {
      await Promise.all(jobs.map(async (job) => resultOf(bench.client, job, signal)));
      return figuresOf(await Promise.all(jobs.map(async (job) => workflows.eventHistory(job.workflowId))));
    },
  };
}

function figuresOf(histories: readonly EventHistory[]): FirstTaskFigures {
  const tasks = histories.map((history) => firstTaskOf(history));
  return {
    handedOutMs: spreadOf(tasks.map(({ handedOutMs }) => handedOutMs)),
    answeredMs: spreadOf(tasks.map(({ answeredMs }) => answeredMs)),
    lost: tasks.filter(({ lost }) => lost).length,
  };
}
