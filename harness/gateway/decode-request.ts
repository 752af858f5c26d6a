import type { temporal } from '@temporalio/proto';
import { valueAt } from '../model/json.ts';
import type { AskedActivity } from './activity-ordinals.ts';
import type { RequestFacts } from './call-facts.ts';
import {
  defined,
  encodedPayloadOf,
  firstPayloadOf,
  MOST_OF_A_MESSAGE,
  millisecondsOf,
  textOf,
} from './decode-values.ts';
import { decodeTemporalFields, decodeTemporalMessage } from './temporal-messages.ts';

/** The fields that say whose call it is; each request of the service has some of them, under the same names. */
interface AnyRequest {
  readonly identity?: string | null;
  readonly taskToken?: Uint8Array | null;
  readonly taskQueue?: string | { readonly name?: string | null } | null;
  readonly workflowId?: string | null;
  readonly runId?: string | null;
  readonly activityId?: string | null;
  readonly workflowExecution?: temporal.api.common.v1.IWorkflowExecution | null;
  readonly details?: temporal.api.common.v1.IPayloads | null;
  readonly failure?: temporal.api.failure.v1.IFailure | null;
  readonly stickyAttributes?: temporal.api.taskqueue.v1.IStickyExecutionAttributes | null;
}

/**
 * The facts in a request to Temporal's WorkflowService.
 *
 * @remarks One reading for all methods, because the API names the same thing the same way everywhere; so a method that
 * comes later is attributed too.
 * @throws Error if the message isn't a request of the method.
 */
export function decodeRequest(method: string, message: Uint8Array): RequestFacts {
  const request = decodeTemporalMessage(`${method}Request`, message) as AnyRequest | undefined;
  if (request === undefined) return { facts: {} };
  const heartbeat = method.startsWith('RecordActivityTaskHeartbeat');
  const facts = defined({
    identity: textOf(request.identity),
    taskQueue: textOf(typeof request.taskQueue === 'string' ? request.taskQueue : request.taskQueue?.name),
    workflowId: textOf(request.workflowId) ?? textOf(request.workflowExecution?.workflowId),
    runId: textOf(request.runId) ?? textOf(request.workflowExecution?.runId),
    activityId: textOf(request.activityId),
    heartbeatDetails: heartbeat ? firstPayloadOf(request.details) : undefined,
    failure: method.startsWith('RespondActivityTaskFailed') ? failureOf(request.failure) : undefined,
    nextRetryDelayMs: millisecondsOf(request.failure?.applicationFailureInfo?.nextRetryDelay) ?? undefined,
    stickyScheduleToStartMs: millisecondsOf(request.stickyAttributes?.scheduleToStartTimeout) ?? undefined,
  });
  const { taskToken: token } = request;
  const encodedDetails = heartbeat ? encodedPayloadOf(request.details) : undefined;
  const encodedFailure = facts.failure === undefined ? undefined : encodedPayloadOf(attributesOf(request.failure));
  const known = token?.length === 0 ? undefined : (token ?? undefined);
  return { facts, ...defined({ token: known, encodedDetails, encodedFailure }) };
}

function failureOf(failure: temporal.api.failure.v1.IFailure | null | undefined): RequestFacts['facts']['failure'] {
  if (failure === null || failure === undefined) return undefined;
  const { message, applicationFailureInfo } = failure;
  const type = textOf(applicationFailureInfo?.type) ?? null;
  // A failure converter may keep the message apart, so that a codec encodes it.
  const own = valueAt(firstPayloadOf(attributesOf(failure)), 'message');
  const told = typeof own === 'string' ? own : (message ?? '');
  return { type, message: told.slice(0, MOST_OF_A_MESSAGE) };
}

function attributesOf(failure: temporal.api.failure.v1.IFailure | null | undefined): temporal.api.common.v1.IPayloads {
  const { encodedAttributes } = failure ?? {};
  return { payloads: encodedAttributes === null || encodedAttributes === undefined ? [] : [encodedAttributes] };
}

/**
 * The activities that a completed workflow task asks for, in its order.
 *
 * @throws Error if the message isn't a request of RespondWorkflowTaskCompleted.
 */
export function decodeAskedActivities(message: Uint8Array): readonly AskedActivity[] {
  const name = 'RespondWorkflowTaskCompletedRequest';
  const request = decodeTemporalFields(name, message, ['commands']) as
    | temporal.api.workflowservice.v1.IRespondWorkflowTaskCompletedRequest
    | undefined;
  return (request?.commands ?? []).flatMap(({ scheduleActivityTaskCommandAttributes: asked }) => {
    const activityId = textOf(asked?.activityId);
    const activityType = textOf(asked?.activityType?.name);
    return activityId === undefined || activityType === undefined ? [] : [{ activityId, activityType }];
  });
}
