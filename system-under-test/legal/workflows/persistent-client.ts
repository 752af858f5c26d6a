import { workflowInfo } from '@temporalio/workflow';
import { activities } from './activity-options.ts';

/**
 * An HTTP client that repeats a request with a key by itself: one attempt of an activity asks more than once.
 *
 * @see https://docs.temporal.io/activity-definition#idempotency
 */
export async function persistentClient(): Promise<string> {
  await activities.chargePersistently({ order: workflowInfo().workflowId, item: 'ring' });
  return 'charged';
}
