import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { HarnessError, reasonOf } from '../errors.ts';
import {
  accessOptions,
  describeTemporal,
  type ExistingTemporal,
  ownWorkflowsQuery,
} from '../model/existing-temporal.ts';

/** The times for terminating workflows, in milliseconds. */
export interface CleanUpWorkflowsOptions {
  /** How long it keeps trying. */
  readonly limitMs?: number;
  /** From one look to the next. */
  readonly betweenMs?: number;
}

const LIMIT_MS = 20_000;
const CALL_LIMIT_MS = 5000;
/** Longer than visibility usually lags behind. */
const BETWEEN_LOOKS_MS = 1000;
/** gRPC's NOT_FOUND: it has ended meanwhile. */
const NOT_FOUND = 5;

/**
 * Terminates the workflows of a run that still run in a Temporal which outlives it. Others are never touched.
 *
 * @remarks It looks until none runs twice in a row: visibility lags behind.
 * @throws HarnessError CHAOS_TEMPORAL_WORKFLOWS if some may still run; the sentence never contains the key.
 */
export async function cleanUpWorkflows(
  temporal: ExistingTemporal,
  { limitMs = LIMIT_MS, betweenMs = BETWEEN_LOOKS_MS }: CleanUpWorkflowsOptions = {},
): Promise<void> {
  // Only now: most runs have nothing to clean up there.
  const { Client: TemporalClient, Connection } = await import('@temporalio/client');
  const connection = Connection.lazy({ ...accessOptions(temporal), interceptors: [] });
  const client = new TemporalClient({ connection, namespace: temporal.namespace });
  const endMs = performance.now() + limitMs;
  let failure: unknown = null;
  try {
    for (let nothing = 0; nothing < 2; ) {
      try {
        nothing = (await terminateAll(client, temporal)) === 0 ? nothing + 1 : 0;
        failure = null;
      } catch (error) {
        nothing = 0;
        failure = error;
      }
      if (nothing < 2 && performance.now() >= endMs) throw workflowsLeft(temporal, failure, limitMs);
      if (nothing < 2) await delay(betweenMs);
    }
  } finally {
    await connection.close();
  }
}

/** How many there were. */
async function terminateAll(client: Client, temporal: ExistingTemporal): Promise<number> {
  const query = `${ownWorkflowsQuery(temporal)} AND ExecutionStatus = 'Running'`;
  let running = 0;
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
  return name === 'WorkflowNotFoundError' || (cause as { readonly code?: number } | undefined)?.code === NOT_FOUND;
}

function workflowsLeft(temporal: ExistingTemporal, cause: unknown, limitMs: number): HarnessError {
  const deeper = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const why = cause === null ? 'there were still some' : reasonOf(deeper);
  const sentence = `Expected to terminate the workflows ${temporal.mark}* of the Temporal at ${describeTemporal(temporal)}, but ${why} after ${limitMs} ms.`;
  const advice = `Terminate them by hand: temporal workflow terminate --query '${ownWorkflowsQuery(temporal)}'`;
  return new HarnessError('CHAOS_TEMPORAL_WORKFLOWS', `${sentence} ${advice}`, { cause });
}
