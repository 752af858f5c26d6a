import { executeChild, workflowInfo } from '@temporalio/workflow';
import { activities, child } from './activity-options.ts';

/**
 * A parent that waits for its child, whose id follows from its own.
 *
 * @remarks Temporal runs one execution of an id at a time, so a parent that is replayed never starts its child twice.
 * @see https://docs.temporal.io/child-workflows
 */
export async function parentWithChild(): Promise<string> {
  const order = workflowInfo().workflowId;
  return executeChild(chargingChild, { ...child, workflowId: `${order}-child`, args: [order] });
}

/** The child: charges for the order of its parent. */
export async function chargingChild(order: string): Promise<string> {
  await activities.charge({ order, item: 'child' });
  return 'charged';
}
