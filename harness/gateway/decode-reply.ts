import type { temporal } from '@temporalio/proto';
import type { Handout, ReplyFacts } from './call-facts.ts';
import { defined, encodedPayloadOf, firstPayloadOf, termsOf, textOf, timeOf } from './decode-values.ts';
import { decodeTemporalMessage } from './temporal-messages.ts';

type WorkflowTask = temporal.api.workflowservice.v1.PollWorkflowTaskQueueResponse;
type ActivityTask = temporal.api.workflowservice.v1.PollActivityTaskQueueResponse;
type Completed = temporal.api.workflowservice.v1.RespondWorkflowTaskCompletedResponse;

const decoders: Readonly<Record<string, (reply: unknown) => readonly Handout[]>> = {
  PollWorkflowTaskQueue: (reply) => workflowHandout(reply as WorkflowTask),
  PollActivityTaskQueue: (reply) => activityHandout(reply as ActivityTask),
  RespondWorkflowTaskCompleted: (reply) => {
    const { workflowTask, activityTasks } = reply as Completed;
    const next =
      workflowTask === null || workflowTask === undefined ? [] : workflowHandout(workflowTask as WorkflowTask);
    return [...next, ...activityTasks.flatMap((task) => activityHandout(task as ActivityTask))];
  },
};

/**
 * The tasks that a reply delivers: for a poll one or none, for a completed workflow task the next one and eager
 * activities.
 *
 * @throws Error if the message isn't a reply of the method.
 */
export function decodeReply(method: string, message: Uint8Array): ReplyFacts {
  const decoder = decoders[method];
  if (decoder === undefined) return { handouts: [] };
  const reply = decodeTemporalMessage(`${method}Response`, message);
  const handouts = decoder(reply);
  return isDiscarded(method, reply) ? { handouts, facts: { discarded: true } } : { handouts };
}

/** The server tells the worker to which event it falls back, and does so for nothing else. */
function isDiscarded(method: string, reply: unknown): boolean {
  if (method !== 'RespondWorkflowTaskCompleted') return false;
  return (reply as Completed).resetHistoryEventId.toString() !== '0';
}

function workflowHandout(task: WorkflowTask): readonly Handout[] {
  if (task.taskToken.length === 0) return []; // A long poll that ended without a task.
  const startedEventId = task.startedEventId.toString();
  const facts = defined({
    workflowId: textOf(task.workflowExecution?.workflowId),
    runId: textOf(task.workflowExecution?.runId),
    attempt: task.attempt === 0 ? undefined : task.attempt,
    startedEventId: startedEventId === '0' ? undefined : startedEventId,
    scheduledTime: timeOf(task.scheduledTime),
  });
  const query = task.query !== null && task.query !== undefined;
  const previous = task.previousStartedEventId.toString();
  const after = previous === '0' ? {} : { previousStartedEventId: previous };
  return [{ token: task.taskToken, query, ...after, facts: { ...facts, task: 'workflow' } }];
}

function activityHandout(task: ActivityTask): readonly Handout[] {
  if (task.taskToken.length === 0) return [];
  const facts = defined({
    workflowId: textOf(task.workflowExecution?.workflowId),
    runId: textOf(task.workflowExecution?.runId),
    activityType: textOf(task.activityType?.name),
    activityId: textOf(task.activityId),
    attempt: task.attempt,
    scheduledTime: timeOf(task.currentAttemptScheduledTime),
    heartbeatDetails: firstPayloadOf(task.heartbeatDetails),
    terms: termsOf(task),
  });
  const encoded = defined({ encodedDetails: encodedPayloadOf(task.heartbeatDetails) });
  return [{ token: task.taskToken, query: false, facts: { ...facts, task: 'activity' }, ...encoded }];
}
