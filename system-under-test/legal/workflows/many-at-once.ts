import { workflowInfo } from '@temporalio/workflow';
import { activities } from './activity-options.ts';

const items = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

/**
 * Six activities at once, of workers that may have fewer slots: the others wait for one.
 *
 * @see https://docs.temporal.io/develop/worker-performance
 */
export async function manyAtOnce(): Promise<string> {
  const order = workflowInfo().workflowId;
  await Promise.all(
    items.map(async (item) => {
      await activities.wait({ ms: 400 });
      await activities.charge({ order, item });
    }),
  );
  return 'charged';
}
