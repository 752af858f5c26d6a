import { workflowInfo } from '@temporalio/workflow';
import { activities } from './activity-options.ts';

/**
 * Fire and forget: an activity that the workflow starts and never waits for.
 *
 * @see https://docs.temporal.io/activity-execution
 */
export async function forgotten(): Promise<string> {
  const order = workflowInfo().workflowId;
  activities.wait({ ms: 1500 }).catch(() => undefined);
  await activities.charge({ order, item: 'ring' });
  return 'charged';
}
