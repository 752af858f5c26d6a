import { sleep, workflowInfo } from '@temporalio/workflow';
import { activities } from './activity-options.ts';

/**
 * An activity that loses a race against a timer, and is still under way when its workflow completes.
 *
 * @remarks A workflow that ends leaves open activities behind; their late reports are refused.
 * @see https://docs.temporal.io/activity-execution
 */
export async function lostRace(): Promise<string> {
  const order = workflowInfo().workflowId;
  await Promise.race([activities.wait({ ms: 1500 }), sleep(300)]);
  await activities.charge({ order, item: 'ring' });
  return 'charged';
}
