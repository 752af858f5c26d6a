import { workflowInfo } from '@temporalio/workflow';
import { activities, checkpoint } from './activity-options.ts';

/**
 * An order whose payloads the worker's codec encrypts: only those who have the key can read them.
 *
 * @see https://docs.temporal.io/payload-codec
 */
export async function encrypted(): Promise<string> {
  const order = workflowInfo().workflowId;
  const receipt = await activities.charge({ order, item: 'ring' });
  await checkpoint('charged', [receipt]);
  return 'charged';
}
