import { deprecatePatch, patched, workflowInfo } from '@temporalio/workflow';
import { activities } from './activity-options.ts';

/**
 * Code that was changed under running executions: one change is guarded, and one is long over.
 *
 * @see https://docs.temporal.io/patching
 */
export async function changed(): Promise<string> {
  const order = workflowInfo().workflowId;
  deprecatePatch('first-charge');
  await activities.charge({ order, item: 'first' });
  if (patched('second-charge')) await activities.charge({ order, item: 'second' });
  return 'charged';
}
