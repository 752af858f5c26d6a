import { workflowInfo } from '@temporalio/workflow';
import { activities, checkpoint } from './activity-options.ts';

/**
 * Values that languages write in different ways, such as keys like numbers, in a result and in its checkpoint.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8785
 */
export async function figures(): Promise<string> {
  const order = workflowInfo().workflowId;
  const read = await activities.readFigures();
  await checkpoint('read', [read]);
  await activities.charge({ order, item: 'figures' });
  return 'charged';
}
