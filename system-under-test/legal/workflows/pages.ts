import { workflowInfo } from '@temporalio/workflow';
import { activities, checkpoint } from './activity-options.ts';

/**
 * A batch loop: three times the same activity, and a checkpoint for each of its results.
 *
 * @see https://docs.temporal.io/activity-execution
 */
export async function pages(): Promise<string> {
  const order = workflowInfo().workflowId;
  for (const page of [1, 2, 3]) {
    const read = await activities.readPage({ page });
    await checkpoint(`page-${page}`, [read]);
  }
  await activities.charge({ order, item: 'pages' });
  return 'charged';
}
