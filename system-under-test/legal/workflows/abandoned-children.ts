import { condition, startChild, workflowInfo } from '@temporalio/workflow';
import { activities, child } from './activity-options.ts';

/**
 * A parent that ends before its children: one lives on and charges, one is terminated, and one is cancelled.
 *
 * @see https://docs.temporal.io/parent-close-policy
 */
export async function abandonedChildren(): Promise<string> {
  const order = workflowInfo().workflowId;
  const id = (name: string): string => `${order}-${name}`;
  await startChild(lateChild, { ...child, workflowId: id('late'), args: [order], parentClosePolicy: 'ABANDON' });
  await startChild(endlessChild, { ...child, workflowId: id('terminated'), parentClosePolicy: 'TERMINATE' });
  await startChild(endlessChild, { ...child, workflowId: id('cancelled'), parentClosePolicy: 'REQUEST_CANCEL' });
  return 'left';
}

/** The child that lives on: charges when its parent is gone. */
export async function lateChild(order: string): Promise<string> {
  await activities.wait({ ms: 500 });
  await activities.charge({ order, item: 'late' });
  return 'charged';
}

/** A child that never ends by itself. */
export async function endlessChild(): Promise<void> {
  await condition(() => false);
}
