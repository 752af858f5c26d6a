import { faults } from '../../../harness/faults/index.ts';
import { withInjection } from '../../../harness/injection/with-injection.ts';
import type { Fault } from '../../../harness/model/fault.ts';
import type { Job } from '../../../harness/model/plan.ts';
import type { Component, Stack, Target } from '../../../harness/model/stack.ts';
import { elapse } from '../../../harness/wait.ts';
import { firstTaskOf } from '../first-task.ts';
import { greetingJobs, resultOf } from '../greet.ts';
import { spreadOf } from '../percentile.ts';
import type { LoadMeans } from './load.ts';
import type { FirstTaskUnder } from './system-result.ts';

/** For how long a fault is in force; the workflows start evenly over it. */
const IN_FORCE_MS = 2000;
const AGAIN_MS = 100;
const START_LIMIT_MS = 60_000;

/** The faults of the registry that this stack can suffer, each with whom it strikes: the second worker, or a server. */
export function faultsOf(stack: Stack): readonly { readonly fault: Fault; readonly on: string }[] {
  const worker = stack.workers().at(-1);
  const names = new Set(stack.components().map(({ name }) => name));
  return faults.flatMap((fault) => {
    if (!fault.needs.every((need) => stack.capabilities.has(need))) return [];
    const component = fault.victim === 'worker' || fault.victim === 'any' ? worker?.name : fault.victim;
    if (component === undefined || !names.has(component)) return [];
    return [{ fault, on: fault.strikes === 'link' ? `temporal@${component}` : component }];
  });
}

/** How long fresh workflows wait for their first task with nothing amiss. */
export async function firstTaskAtRest(count: number, means: LoadMeans): Promise<FirstTaskUnder> {
  const started = await startPaced('rest', count, means);
  return { fault: null, on: null, waitMs: await waitsOf(started, means) };
}

/** How long fresh workflows wait for their first task if they start while a fault is in force. */
export async function firstTaskUnder(
  { fault, on }: ReturnType<typeof faultsOf>[number],
  count: number,
  means: LoadMeans,
): Promise<FirstTaskUnder> {
  const { stack, journal } = means.bench;
  const request = { journal, stack, fault, faultId: `${fault.name}-bench`, params: fault.params.parse({}) };
  let started: Promise<readonly Started[]> = Promise.resolve([]);
  await withInjection(request, targetOf(stack, on), async () => {
    started = startPaced(fault.name, count, means);
    started.catch(() => undefined);
    await elapse(IN_FORCE_MS, means.signal);
  });
  return { fault: fault.name, on, waitMs: await waitsOf(await started, means) };
}

function targetOf(stack: Stack, on: string): Target {
  const [, owner] = on.split('@');
  const component: Component = stack.component(owner ?? on);
  return { component: component.name, incarnation: component.incarnation, link: owner === undefined ? null : on };
}

interface Started {
  readonly job: Job;
  readonly calledMs: number;
}

/** Each start is called when it is due, and again until the server has acknowledged it. */
async function startPaced(prefix: string, count: number, means: LoadMeans): Promise<readonly Started[]> {
  const beganMs = performance.now();
  const starts = greetingJobs(`first-${prefix}`, count).map(async (job, index) => {
    await elapse(Math.max(0, beganMs + (index / count) * IN_FORCE_MS - performance.now()), means.signal);
    const calledMs = Date.now();
    await startUntilKnown(job, means);
    return { job, calledMs };
  });
  return Promise.all(starts);
}

async function startUntilKnown(job: Job, { workflows, signal }: LoadMeans): Promise<void> {
  const endMs = performance.now() + START_LIMIT_MS;
  for (;;) {
    try {
      await workflows.start(job);
      return;
    } catch (error) {
      if (error instanceof Error && error.name === 'WorkflowExecutionAlreadyStartedError') return;
      if (performance.now() > endMs) throw error;
      await elapse(AGAIN_MS, signal);
    }
  }
}

async function waitsOf(
  started: readonly Started[],
  { bench, workflows, signal }: LoadMeans,
): Promise<FirstTaskUnder['waitMs']> {
  await Promise.all(started.map(async ({ job }) => resultOf(bench.client, job, signal)));
  const waits = await Promise.all(
    started.map(async ({ job, calledMs }) => {
      const { begunMs, answeredMs } = firstTaskOf(await workflows.eventHistory(job.workflowId));
      return begunMs + answeredMs - calledMs;
    }),
  );
  return spreadOf(waits);
}
