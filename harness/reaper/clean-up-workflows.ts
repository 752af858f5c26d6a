import type { Client } from '@temporalio/client';
import { HarnessError, reasonOf } from '../errors.ts';
import {
  accessOptions,
  describeTemporal,
  type ExistingTemporal,
  ownWorkflowsQuery,
} from '../model/existing-temporal.ts';
import { type CleanUpTimes, untilNothingLeft } from './until-nothing-left.ts';

const CALL_LIMIT_MS = 5000;
/** Visibility usually lags behind by less than the time between two looks. */
const TIMES: CleanUpTimes = { limitMs: 20_000, betweenMs: 1000 };
/** gRPC's NOT_FOUND: it has ended meanwhile. */
const NOT_FOUND = 5;

/**
 * Deletes the schedules of a run in a Temporal which outlives it, and terminates its workflows that still run there, unless
 * these are to be left. Others are never touched.
 *
 * @remarks It looks until none runs twice in a row: visibility lags behind.
 * @throws HarnessError CHAOS_TEMPORAL_WORKFLOWS if some may still run; the sentence never contains the key.
 */
export async function cleanUpWorkflows(temporal: ExistingTemporal, given: Partial<CleanUpTimes> = {}): Promise<void> {
  // Only now: most runs have nothing to clean up there.
  const { Client: TemporalClient, Connection } = await import('@temporalio/client');
  const connection = Connection.lazy({ ...accessOptions(temporal), interceptors: [] });
  const client = new TemporalClient({ connection, namespace: temporal.namespace });
  const times = { ...TIMES, ...given };
  try {
    await untilNothingLeft(() => removeAll(client, temporal), times, {
      left: (failure) => workflowsLeft(temporal, failure, times.limitMs),
    });
  } finally {
    await connection.close();
  }
}

/** How many workflows there were. Without its schedules none is started any more. */
async function removeAll(client: Client, temporal: ExistingTemporal): Promise<number> {
  for (const scheduleId of temporal.scheduleIds ?? []) {
    await client.withDeadline(Date.now() + CALL_LIMIT_MS, () => deleteSchedule(client, scheduleId));
  }
  return terminateAll(client, temporal);
}

async function deleteSchedule(client: Client, scheduleId: string): Promise<void> {
  await client.schedule
    .getHandle(scheduleId)
    .delete()
    .catch((error: unknown) => {
      if (!isGone(error)) throw error;
    });
}

async function terminateAll(client: Client, temporal: ExistingTemporal): Promise<number> {
  const query = `${ownWorkflowsQuery(temporal)} AND ExecutionStatus = 'Running'`;
  let running = 0;
  if (temporal.leaveWorkflows) return running;
  await client.withDeadline(Date.now() + CALL_LIMIT_MS, async () => {
    for await (const { workflowId, runId } of client.workflow.list({ query })) {
      running += 1;
      await terminate(client, { workflowId, runId }, temporal.mark);
    }
  });
  return running;
}

async function terminate(
  client: Client,
  execution: { readonly workflowId: string; readonly runId: string },
  mark: string,
): Promise<void> {
  const reason = `durable-chaos: the run ${mark}* that it belongs to has ended`;
  await client.workflow
    .getHandle(execution.workflowId, execution.runId)
    .terminate(reason)
    .catch((error: unknown) => {
      if (!isGone(error)) throw error;
    });
}

function isGone(error: unknown): boolean {
  const cause = error instanceof Error && 'cause' in error ? error.cause : error;
  const name = error instanceof Error ? error.name : '';
  return (
    name === 'WorkflowNotFoundError' ||
    name === 'ScheduleNotFoundError' ||
    (cause as { readonly code?: number } | undefined)?.code === NOT_FOUND
  );
}

function workflowsLeft(temporal: ExistingTemporal, cause: unknown, limitMs: number): HarnessError {
  const deeper = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const why = cause === null ? 'there were still some' : reasonOf(deeper);
  const sentence = `Expected to terminate the workflows ${temporal.mark}* of the Temporal at ${describeTemporal(temporal)}, but ${why} after ${limitMs} ms.`;
  const advice = `Terminate them by hand: temporal workflow terminate --query '${ownWorkflowsQuery(temporal)}'`;
  return new HarnessError('CHAOS_TEMPORAL_WORKFLOWS', `${sentence} ${advice}`, { cause });
}
