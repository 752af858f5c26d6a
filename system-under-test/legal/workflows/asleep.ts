import { sleep, workflowInfo } from '@temporalio/workflow';
import { activities } from './activity-options.ts';

/**
 * A workflow that is asleep while its worker stops: its next task waits on the queue of a worker that is gone.
 *
 * @see https://docs.temporal.io/sticky-execution
 */
export async function asleep(): Promise<string> {
  const order = workflowInfo().workflowId;
  await activities.charge({ order, item: 'before' });
  await sleep('3s');
  await activities.charge({ order, item: 'after' });
  return 'charged';
}
