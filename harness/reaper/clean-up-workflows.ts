import { HarnessError, reasonOf } from '../errors.ts';
import {
  accessOptions,
  describeTemporal,
  type ExistingTemporal,
  ownWorkflowsQuery,
} from '../model/existing-temporal.ts';
import { removeFromTemporal } from './remove-from-temporal.ts';
import { type CleanUpTimes, untilNothingLeft } from './until-nothing-left.ts';

/** Visibility usually lags behind by less than the time between two looks. */
const TIMES: CleanUpTimes = { limitMs: 20_000, betweenMs: 1000 };

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
    await untilNothingLeft(() => removeFromTemporal(client, temporal), times, {
      left: (failure) => workflowsLeft(temporal, failure, times.limitMs),
    });
  } finally {
    await connection.close();
  }
}

function workflowsLeft(temporal: ExistingTemporal, cause: unknown, limitMs: number): HarnessError {
  const deeper = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  const why = cause === null ? 'there were still some' : reasonOf(deeper);
  const sentence = `Expected to terminate the workflows ${temporal.mark}* of the Temporal at ${describeTemporal(temporal)}, but ${why} after ${limitMs} ms.`;
  const byHand = `Terminate them by hand: temporal workflow terminate --query '${ownWorkflowsQuery(temporal)}'`;
  const schedules = (temporal.scheduleIds ?? []).map((id) => ` temporal schedule delete --schedule-id ${id}`);
  const before = schedules.length === 0 ? '' : `First delete the schedules that start them:${schedules.join(';')}. `;
  const advice = `${before}${byHand}`;
  return new HarnessError('CHAOS_TEMPORAL_WORKFLOWS', `${sentence} ${advice}`, { cause });
}
