import { ActivityCancellationType, type ActivityOptions } from '@temporalio/workflow';
import type { ActivityTimeouts } from './types.ts';

/** Errors of the activities that no retry can fix. */
export const nonRetryableErrors = [
  'IdempotencyConflict',
  'EffectRefused',
  'CheckpointConflict',
  'InvalidInput',
] as const;

/**
 * The options of all activities but the extraction.
 *
 * @remarks Retries are unlimited: an outage delays a document and never fails it. A cancelled activity is waited for,
 * because only then it is known what there is to compensate.
 */
export function activityOptions(timeouts: ActivityTimeouts): ActivityOptions {
  return {
    startToCloseTimeout: timeouts.startToCloseMs,
    cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
    retry: {
      initialInterval: timeouts.retryInitialMs,
      backoffCoefficient: timeouts.retryBackoff,
      maximumInterval: timeouts.retryMaximumMs,
      nonRetryableErrorTypes: [...nonRetryableErrors],
    },
  };
}

/** The options of the extraction, which is long and therefore heartbeats. */
export function extractionOptions(timeouts: ActivityTimeouts): ActivityOptions {
  return {
    ...activityOptions(timeouts),
    startToCloseTimeout: timeouts.extractStartToCloseMs,
    heartbeatTimeout: timeouts.extractHeartbeatMs,
  };
}
