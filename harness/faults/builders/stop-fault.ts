import type { Fault, Injection } from '../../model/fault.ts';
import type { Stack, Target } from '../../model/stack.ts';
import { brokenCalls } from '../witnesses/broken-calls.ts';
import { deaths } from '../witnesses/deaths.ts';
import { finishedTasks } from '../witnesses/finished-tasks.ts';
import { retriedTasks } from '../witnesses/retried-tasks.ts';
import { faultWindow } from '../witnesses/window.ts';
import { healOnce } from './heal-once.ts';
import { workerRadius } from './radius.ts';

/** How long a worker may take to end after SIGTERM: as long as Kubernetes grants a pod by default. */
const STOP_LIMIT_MS = 30_000;

/** The witnesses of a worker that was asked to stop, as phrases for the documentation. */
export const stopProof = {
  cause: "the exit after SIGTERM that the system reports; on Docker the engine's `kill` 15 and `die`",
  effect: 'tasks in hand that the worker answered on its way out; broken calls; tasks that Temporal retried',
};

/**
 * Asks a worker to stop, and lets it. Healing waits until it has ended, kills it at a limit, and starts the next.
 *
 * @remarks The fault is in force once SIGTERM is sent: a call that is held at its moment goes on then, because a worker
 * that drains waits for its answers.
 */
export async function stopWorker(stack: Stack, target: Target, next: () => Promise<void>): Promise<Injection> {
  const worker = stack.component(target.component);
  await worker.terminate('fault');
  return healOnce(async () => {
    await worker.stop('fault', STOP_LIMIT_MS);
    await next();
  });
}

/** The witnesses of a stop. */
export const stopWitnesses: Fault['witnesses'] = (evidence, planned) => {
  const window = faultWindow(evidence, planned.id);
  if (window === undefined) return [];
  const work = [
    ...finishedTasks(evidence, window),
    ...brokenCalls(evidence, window),
    ...retriedTasks(evidence, window),
  ];
  return [...deaths(evidence, window, 'stopped'), ...work];
};

/** What every fault is that stops a worker. */
export const stopFacts = {
  strikes: 'component',
  victim: 'worker',
  proof: stopProof,
  blastRadius: workerRadius,
} as const;
