import { setTimeout as delay } from 'node:timers/promises';
import {
  type Client,
  isGrpcServiceError,
  QueryNotRegisteredError,
  QueryRejectedError,
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowExecutionDescription,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { ValueError } from '@temporalio/common';
import proto from '@temporalio/proto';
import { type EventHistory, historyFileSchema } from '../model/event-history.ts';
import type { Json } from '../model/json.ts';
import type { OpaqueValue } from '../model/payloads.ts';
import type { AskedAction, ExecutionId, WorkflowClient, WorkflowState } from '../model/probes.ts';
import { historyToJson } from './history-json.ts';
import { asJson } from './payloads/json-value.ts';
import type { SystemPayloads } from './payloads/open-payloads.ts';
import { readableHistory } from './payloads/read-payloads.ts';
import { NothingToReset, resetWorkflow } from './reset-workflow.ts';
import { startWorkflow } from './start-workflow.ts';
import { isAnswerToUpdate, updateWorkflow } from './update-workflow.ts';
import { createSchedule, deleteSchedule } from './workflow-schedule.ts';

/** The options to start workflows, beside a client. */
export interface WorkflowClientOptions {
  readonly client: Client;
  readonly taskQueue: string;
  /** The query that finds the run's own workflows where others have some too; left out: all are the run's. */
  readonly own?: string | undefined;
  /** The schedules to delete later; one that Temporal refuses is taken out. Left out: none is remembered. */
  readonly scheduleIds?: string[] | undefined;
  /** What the payloads in event histories are read by; left out: they stay as they are. */
  readonly payloads?: SystemPayloads | undefined;
  /** Deadline of each call, in milliseconds: a call without one hangs for minutes in a black hole (measured). */
  readonly callLimitMs: number;
  /**
   * Deadline of a start, a signal, a cancellation or an update, in milliseconds; by default that of any other call.
   *
   * @remarks It is longer, so the SDK, which repeats a call under the same request id, outlasts a server that is away
   * for a while. The outcome of an operation that was given up is unknown.
   */
  readonly operationLimitMs?: number;
}

/** A client of Temporal whose connection can be closed once its calls have ended. */
export interface ClosableWorkflowClient extends WorkflowClient {
  /**
   * Resolves once no call is under way.
   *
   * @remarks The SDK retries calls by a timer, and on a connection that is closed meanwhile that timer throws where no
   * code can catch it. An aborted run leaves its calls behind.
   */
  settled(): Promise<void>;
}

/** The harness's own client of Temporal. */
export function workflowClient(options: WorkflowClientOptions): ClosableWorkflowClient {
  const { client, taskQueue, own, payloads, callLimitMs, operationLimitMs = callLimitMs, scheduleIds = [] } = options;
  const among = (condition?: string): string => [own, condition].filter((part) => part !== undefined).join(' AND ');
  const pending = new Set<Promise<unknown>>();
  const limited = async <T>(call: () => Promise<T>, limitMs = callLimitMs): Promise<T> => {
    const promise = client.withDeadline(Date.now() + limitMs, call);
    pending.add(promise);
    try {
      return await promise;
    } finally {
      pending.delete(promise);
    }
  };
  return {
    start: (job, action) =>
      limited(
        () => startWorkflow(client, job.taskQueue ?? taskQueue, { job, action: action ?? null }),
        operationLimitMs,
      ),
    query: (workflowId, asked) => limited(() => answerTo(client, workflowId, asked), operationLimitMs),
    act: (workflowId, action) => limited(() => act(client, workflowId, action), operationLimitMs),
    schedule: (job, how) => {
      const wanted = { job, how };
      const make = () => limited(() => createSchedule(client, job.taskQueue ?? taskQueue, wanted), operationLimitMs);
      return unlessRefused(make, job.workflowId, scheduleIds);
    },
    unschedule: (scheduleId) => limited(() => deleteSchedule(client, scheduleId)),
    outcomeUnknown,
    settled: async () => void (await Promise.allSettled(pending)),
    countRunning: () => limited(async () => (await client.workflow.count(among(`ExecutionStatus = 'Running'`))).count),
    ended: () => limited(() => endedWorkflows(client, among(`ExecutionStatus != 'Running'`))),
    executions: () => limited(() => allExecutions(client, among())),
    state: (workflowId) => limited(() => stateOf(client, workflowId)),
    closed: (workflowId, signal) => untilClosed({ client, workflowId, limited, signal }),
    eventHistory: async (workflowId, runId) => {
      const history = await limited(() => readEventHistory(client, workflowId, runId));
      return payloads === undefined ? history : await readableHistory(history, payloads);
    },
  };
}

/** An answer that is no JSON, or that no converter reads, is compared with nothing. */
async function answerTo(
  client: Client,
  workflowId: string,
  { name, args }: Pick<AskedAction, 'name' | 'args'>,
): Promise<Json> {
  const unread = (payloadEncoding: string): Json & OpaqueValue => ({ payloadEncoding, sha256: null });
  try {
    return asJson(await client.workflow.getHandle(workflowId).query(name, ...args)) ?? unread('no JSON');
  } catch (error) {
    if (error instanceof ValueError) return unread(error.message);
    throw error;
  }
}

async function act(client: Client, workflowId: string, action: AskedAction): Promise<void> {
  const handle = client.workflow.getHandle(workflowId);
  if (action.kind === 'cancel') await handle.cancel();
  else if (action.kind === 'reset') await resetWorkflow(client, workflowId);
  else if (action.kind === 'terminate') await handle.terminate('the plan says so');
  else if (action.kind === 'signal') await handle.signal(action.name, ...action.args);
  else await updateWorkflow(client, workflowId, action);
}

/** Makes a schedule; one that Temporal refused is not there to be deleted. */
async function unlessRefused(make: () => Promise<void>, scheduleId: string, scheduleIds: string[]): Promise<void> {
  try {
    await make();
  } catch (error) {
    const index = outcomeUnknown(error) ? -1 : scheduleIds.indexOf(scheduleId);
    if (index !== -1) scheduleIds.splice(index, 1);
    throw error;
  }
}

function outcomeUnknown(error: unknown): boolean {
  if (error instanceof WorkflowExecutionAlreadyStartedError || error instanceof WorkflowNotFoundError) return false;
  if (error instanceof ScheduleAlreadyRunning || error instanceof ScheduleNotFoundError) return false;
  if (error instanceof NothingToReset || isAnswerToUpdate(error) || isAnswerToQuery(error)) return false;
  const cause = error instanceof ServiceError ? error.cause : error;
  if (!isGrpcServiceError(cause)) return true;
  // INVALID_ARGUMENT 3, NOT_FOUND 5, ALREADY_EXISTS 6, PERMISSION_DENIED 7, FAILED_PRECONDITION 9, UNIMPLEMENTED 12:
  // the server refused. Any other status may hide a call that was executed.
  return ![3, 5, 6, 7, 9, 12].includes(cause.code);
}

/** The workflow, or Temporal, refused it: it has no such query, or its handler threw. */
function isAnswerToQuery(error: unknown): boolean {
  return error instanceof QueryNotRegisteredError || error instanceof QueryRejectedError;
}

async function endedWorkflows(client: Client, query: string): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const workflow of client.workflow.list({ query })) ids.push(workflow.workflowId);
  return ids;
}

async function allExecutions(client: Client, query: string): Promise<readonly ExecutionId[]> {
  const executions: ExecutionId[] = [];
  for await (const { workflowId, runId } of client.workflow.list({ query })) executions.push({ workflowId, runId });
  return executions;
}

async function stateOf(client: Client, workflowId: string): Promise<WorkflowState | null> {
  const description = await describe(client, workflowId);
  if (description === null) return null;
  const retrying = (description.raw.pendingActivities ?? [])
    .filter((activity) => (activity.attempt ?? 1) > 1)
    .map((activity) => `${activity.activityType?.name ?? '?'} (attempt ${activity.attempt})`);
  const { name } = description.status;
  return { workflowId, running: name === 'RUNNING', completed: name === 'COMPLETED', retrying };
}

async function describe(client: Client, workflowId: string): Promise<WorkflowExecutionDescription | null> {
  try {
    return await client.workflow.getHandle(workflowId).describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

/** The server answers such a call after 20 s at the latest. */
const LONG_POLL_MS = 30_000;
const PAUSE_MS = 100;
const CLOSE_EVENT = proto.temporal.api.enums.v1.HistoryEventFilterType.HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT;

interface Closing {
  readonly client: Client;
  readonly workflowId: string;
  readonly limited: <T>(call: () => Promise<T>, limitMs?: number) => Promise<T>;
  readonly signal: AbortSignal;
}

/**
 * Waits by long polls, which cost nothing while there is nothing to tell; a server that is away is asked again.
 *
 * @remarks A run that is continued, retried, repeated by a schedule or reset has ended, and its workflow has not: with
 * its end the server begins the next one.
 * @throws the signal's reason
 */
async function untilClosed({ client, workflowId, limited, signal }: Closing): Promise<void> {
  const request = {
    namespace: client.options.namespace,
    execution: { workflowId },
    waitNewEvent: true,
    historyEventFilterType: CLOSE_EVENT,
  };
  const ask = async (): Promise<boolean> => {
    const answer = await client.connection.withAbortSignal(signal, () =>
      client.workflowService.getWorkflowExecutionHistory(request),
    );
    if ((answer.history?.events ?? []).length === 0) return false;
    return (await stateOf(client, workflowId))?.running !== true;
  };
  for (;;) {
    signal.throwIfAborted();
    const closed = await limited(ask, LONG_POLL_MS).catch(() => delay(PAUSE_MS, false));
    if (closed) return;
  }
}

/**
 * One call after the other: the run's id is needed for the second, so that both speak of the same run, and only the
 * first says by a WorkflowNotFoundError that there is no such workflow.
 */
async function readEventHistory(client: Client, workflowId: string, run?: string): Promise<EventHistory> {
  const runId = run ?? (await client.workflow.getHandle(workflowId).describe()).runId;
  const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
  const { events } = historyFileSchema.parse(historyToJson(history));
  return { workflowId, runId, events };
}
