import proto from '@temporalio/proto';
import { SERVICE_PATH } from '../temporal-messages.ts';
import { frame } from './near-end.ts';

const messages = proto.temporal.api.workflowservice.v1;
const payload = { metadata: { encoding: Buffer.from('json/plain') }, data: Buffer.from('{"page":1}') };

/** Path of a method of Temporal's service. */
export const pathOf = (method: string): string => `${SERVICE_PATH}${method}`;

/** The facts of a task, as the tests name it. */
export interface TaskOf {
  readonly token: string;
  readonly workflowId?: string;
  readonly attempt?: number;
}

const workflowTask = ({ token, workflowId = 'w', attempt = 1 }: TaskOf) => ({
  taskToken: Buffer.from(token),
  workflowExecution: { workflowId, runId: 'run-1' },
  attempt,
});
const activityTask = ({ token, workflowId = 'w', attempt = 1 }: TaskOf) => ({
  taskToken: Buffer.from(token),
  workflowExecution: { workflowId, runId: 'run-1' },
  activityType: { name: 'extract' },
  activityId: '5',
  attempt,
});

/** The reply to a poll that delivers a workflow task. */
export function workflowTaskReply(task: TaskOf, query = false): Buffer {
  const asked = query ? { query: { queryType: 'state' } } : {};
  return frame(messages.PollWorkflowTaskQueueResponse.encode({ ...workflowTask(task), ...asked }).finish());
}

/** The reply to a poll that delivers an activity task. */
export function activityTaskReply(task: TaskOf): Buffer {
  return frame(messages.PollActivityTaskQueueResponse.encode(activityTask(task)).finish());
}

/** The reply to a completed workflow task that delivers the next one and an eager activity. */
export function completedReply(next: TaskOf, eager: TaskOf): Buffer {
  const message = { workflowTask: workflowTask(next), activityTasks: [activityTask(eager)] };
  return frame(messages.RespondWorkflowTaskCompletedResponse.encode(message).finish());
}

/** The request of a call that reports on a task. */
export function report(token: string): Buffer {
  return frame(messages.RespondWorkflowTaskCompletedRequest.encode({ taskToken: Buffer.from(token) }).finish());
}

/** The request of a call that reports on activity `5` of workflow `w` by its id. */
export function reportById(): Buffer {
  const message = { workflowId: 'w', activityId: '5' };
  return frame(messages.RespondActivityTaskCompletedByIdRequest.encode(message).finish());
}

/** The request that completes a workflow task and asks for activities of the type `extract`. */
export function askingFor(token: string, ...activityIds: readonly string[]): Buffer {
  const commands = activityIds.map((activityId) => ({
    scheduleActivityTaskCommandAttributes: { activityId, activityType: { name: 'extract' } },
  }));
  const message = { taskToken: Buffer.from(token), commands };
  return frame(messages.RespondWorkflowTaskCompletedRequest.encode(message).finish());
}

/** The request of a heartbeat, with or without details. */
export function beat(token: string, details = true): Buffer {
  const carried = details ? { details: { payloads: [payload] } } : {};
  const message = { taskToken: Buffer.from(token), ...carried };
  return frame(messages.RecordActivityTaskHeartbeatRequest.encode(message).finish());
}
