import { HarnessError } from '../errors.ts';
import { textOf } from './decode-values.ts';
import { decodeTemporalMessage } from './temporal-messages.ts';

const TASK_POLL = /^Poll(?:Workflow|Activity|Nexus)TaskQueue$/;
/** Temporal's TaskQueueKind, by number: it has only tasks of workflows that its worker holds. */
const STICKY = 2;

/**
 * The task queue that a poll asks for tasks of others' making; undefined if it asks for none.
 *
 * @throws Error if the message isn't a request of the method.
 */
export function polledQueue(method: string, message: Uint8Array): string | undefined {
  if (!TASK_POLL.test(method)) return undefined;
  const { taskQueue } = decodeTemporalMessage(`${method}Request`, message) as {
    readonly taskQueue?: { readonly name?: string | null; readonly kind?: number | null } | null;
  };
  return taskQueue?.kind === STICKY ? undefined : textOf(taskQueue?.name);
}

/** The error of a worker that polls a task queue which others may use. */
export function foreignQueue(component: string, taskQueue: string): HarnessError {
  const sentence = `${component} polls the task queue "${taskQueue}" of the existing Temporal, which the run has not: it would take tasks of others, so nothing was sent on.`;
  const advice =
    'Let the worker take its queue from `taskQueue` of `workers.env`, or name the queue in chaos.config.ts: `taskQueue`, `temporal.furtherTaskQueues`.';
  return new HarnessError('CHAOS_BAD_CONFIG', `${sentence} ${advice}`);
}
