import { workflowInfo } from '@temporalio/workflow';
import { activities } from './activity-options.ts';

/**
 * A service that names the time of the next attempt, which is longer than the policy's.
 *
 * @see https://docs.temporal.io/develop/typescript/failure-detection
 */
export async function toldWhen(): Promise<string> {
  await activities.chargeWhenTold({ order: workflowInfo().workflowId, item: 'ring' });
  return 'charged';
}
