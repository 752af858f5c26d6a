import { setTimeout as delay } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';

/** A connection to Temporal, as far as the canary's worker needs it. */
export interface CanaryConnection extends Pick<Connection, 'withAbortSignal' | 'withDeadline'> {
  readonly workflowService: Pick<
    Connection['workflowService'],
    'pollWorkflowTaskQueue' | 'respondWorkflowTaskCompleted'
  >;
}

/** The place where the harness's own canary runs. */
export interface CanaryPlace {
  readonly namespace: string;
  readonly taskQueue: string;
}

/** The server answers a poll after 60 s at the latest. */
const POLL_LIMIT_MS = 70_000;
const ANSWER_LIMIT_MS = 5000;
const PAUSE_MS = 100;
const identity = 'durable-chaos canary';
const COMPLETE = proto.temporal.api.enums.v1.CommandType.COMMAND_TYPE_COMPLETE_WORKFLOW_EXECUTION;

/**
 * Serves the harness's own canaries: each workflow of its task queue completes with its first workflow task.
 *
 * @remarks It speaks Temporal's API itself. A worker of the SDK would need a separate process and a bundle, and would
 * take seconds to start. A server that is away is asked again.
 * @returns ends the polling, and resolves once no call is under way
 */
export function serveCanaries(connection: CanaryConnection, place: CanaryPlace): AsyncDisposable {
  const ended = new AbortController();
  const serving = serve(connection, place, ended.signal);
  return {
    async [Symbol.asyncDispose]() {
      ended.abort();
      await serving;
    },
  };
}

async function serve(connection: CanaryConnection, place: CanaryPlace, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await serveOne(connection, place, signal);
    } catch {
      await delay(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function serveOne(
  connection: CanaryConnection,
  { namespace, taskQueue }: CanaryPlace,
  signal: AbortSignal,
): Promise<void> {
  const { workflowService } = connection;
  const { taskToken } = await connection.withAbortSignal(signal, () =>
    connection.withDeadline(Date.now() + POLL_LIMIT_MS, () =>
      workflowService.pollWorkflowTaskQueue({ namespace, taskQueue: { name: taskQueue }, identity }),
    ),
  );
  if (taskToken.length === 0) return;
  const commands = [{ commandType: COMPLETE, completeWorkflowExecutionCommandAttributes: {} }];
  await connection.withDeadline(Date.now() + ANSWER_LIMIT_MS, () =>
    workflowService.respondWorkflowTaskCompleted({ namespace, taskToken, identity, commands }),
  );
}
