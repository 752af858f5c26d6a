import { setTimeout as delay } from 'node:timers/promises';
import {
  type Client,
  isGrpcServiceError,
  ServiceError,
  WorkflowExecutionAlreadyStartedError,
  type WorkflowExecutionDescription,
  WorkflowNotFoundError,
} from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import proto from '@temporalio/proto';
import { type EventHistory, historyFileSchema } from '../model/event-history.ts';
import type { ExecutionId, WorkflowClient, WorkflowState } from '../model/probes.ts';

/** The options to start workflows, beside a client. */
export interface WorkflowClientOptions {
  readonly client: Client;
  readonly taskQueue: string;
  /** Deadline of each call, in milliseconds: a call without one hangs for minutes in a black hole (measured). */
  readonly callLimitMs: number;
  /**
   * Deadline of a start, a signal or a cancellation, in milliseconds; by default that of any other call.
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
  const { client, taskQueue, callLimitMs, operationLimitMs = callLimitMs } = options;
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
    start: (job) =>
      limited(async () => {
        await client.workflow.start(job.workflowType, {
          workflowId: job.workflowId,
          args: [...job.args],
          taskQueue,
          workflowTaskTimeout: '2s',
          // A job is one run: a workflow that was started before is not started again, even if the answer was lost.
          workflowIdReusePolicy: 'REJECT_DUPLICATE',
        });
      }, operationLimitMs),
    act: (workflowId, action) =>
      limited(async () => {
        const handle = client.workflow.getHandle(workflowId);
        if (action.kind === 'cancel') await handle.cancel();
        else await handle.signal(action.name, ...action.args);
      }, operationLimitMs),
    outcomeUnknown,
    settled: async () => void (await Promise.allSettled(pending)),
    countRunning: () => limited(async () => (await client.workflow.count(`ExecutionStatus = 'Running'`)).count),
    ended: () => limited(() => endedWorkflows(client)),
    executions: () => limited(() => allExecutions(client)),
    state: (workflowId) => limited(() => stateOf(client, workflowId)),
    closed: (workflowId, signal) => untilClosed({ client, workflowId, limited, signal }),
    eventHistory: (workflowId, runId) => limited(() => readEventHistory(client, workflowId, runId)),
  };
}

function outcomeUnknown(error: unknown): boolean {
  if (error instanceof WorkflowExecutionAlreadyStartedError || error instanceof WorkflowNotFoundError) return false;
  const cause = error instanceof ServiceError ? error.cause : error;
  if (!isGrpcServiceError(cause)) return true;
  // INVALID_ARGUMENT 3, NOT_FOUND 5, ALREADY_EXISTS 6, PERMISSION_DENIED 7, FAILED_PRECONDITION 9, UNIMPLEMENTED 12:
  // the server refused. Any other status may hide a call that was executed.
  return ![3, 5, 6, 7, 9, 12].includes(cause.code);
}

async function endedWorkflows(client: Client): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const workflow of client.workflow.list({ query: `ExecutionStatus != 'Running'` }))
    ids.push(workflow.workflowId);
  return ids;
}

async function allExecutions(client: Client): Promise<readonly ExecutionId[]> {
  const executions: ExecutionId[] = [];
  for await (const { workflowId, runId } of client.workflow.list()) executions.push({ workflowId, runId });
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
  const { events } = historyFileSchema.parse(JSON.parse(historyToJSON(history)));
  return { workflowId, runId, events };
}
