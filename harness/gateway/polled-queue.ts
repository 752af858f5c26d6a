import { HarnessError } from '../errors.ts';
import { textOf } from './decode-values.ts';
import { decodeTemporalMessage } from './temporal-messages.ts';

const TASK_POLL = /^Poll(?:Workflow|Activity|Nexus)TaskQueue$/;
/** Temporal's TaskQueueKind, by number. */
const STICKY = 2;

/** Whether a call asks for tasks of a task queue. */
export function isTaskPoll(method: string): boolean {
  return TASK_POLL.test(method);
}

/**
 * The task queue whose tasks a poll asks for; null for a sticky one, which has only tasks of workflows that the worker
 * holds.
 *
 * @throws Error if the message isn't a request of the method, or names no task queue.
 */
export function polledQueue(method: string, message: Uint8Array): string | null {
  const { taskQueue } = decodeTemporalMessage(`${method}Request`, message) as {
    readonly taskQueue?: { readonly name?: string | null; readonly kind?: number | null } | null;
  };
  if (taskQueue?.kind === STICKY) return null;
  const name = textOf(taskQueue?.name);
  if (name === undefined) throw new Error(`Expected ${method} to name a task queue, but it has none.`);
  return name;
}

/** The error of a worker that polls a task queue which others may use, or one whose name can't be read (undefined). */
export function foreignQueue(component: string, taskQueue: string | undefined): HarnessError {
  const queue = taskQueue === undefined ? 'a task queue that cannot be read' : `the task queue "${taskQueue}"`;
  const sentence = `${component} polls ${queue} of the existing Temporal, which the run has not: it would take tasks of others, so nothing was sent on.`;
  const advice =
    'Let the worker take its queue from `taskQueue` of `workers.env`, or name the queue in chaos.config.ts: `taskQueue`, `temporal.furtherTaskQueues`.';
  return new HarnessError('CHAOS_BAD_CONFIG', `${sentence} ${advice}`);
}
