import { workflowInfo } from '@temporalio/workflow';
import { activities, checkpoint } from './activity-options.ts';

/**
 * An activity that the workflow asks for again: the first card is declined, and the checkpoint stands for the second.
 *
 * @see https://docs.temporal.io/activity-execution
 */
export async function secondCard(): Promise<string> {
  const order = workflowInfo().workflowId;
  await activities.payByCard({ order, item: 'ring' }, 'empty-card');
  const paid = await activities.payByCard({ order, item: 'ring' }, 'full-card');
  await checkpoint('paid', [paid]);
  return 'charged';
}
