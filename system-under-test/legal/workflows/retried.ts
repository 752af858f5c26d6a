import { ApplicationFailure, executeChild, workflowInfo } from '@temporalio/workflow';
import { activities, child } from './activity-options.ts';

/**
 * A child with a retry policy, whose first run fails: the next run begins anew, and its keys absorb what was done.
 *
 * @see https://docs.temporal.io/encyclopedia/retry-policies
 */
export async function retried(): Promise<string> {
  const order = workflowInfo().workflowId;
  const retry = { initialInterval: '100ms', maximumAttempts: 3 } as const;
  return executeChild(unsteadyChild, { ...child, workflowId: `${order}-child`, args: [order], retry });
}

/** The child: its first run fails behind its first charge. */
export async function unsteadyChild(order: string): Promise<string> {
  await activities.charge({ order, item: 'first' });
  if (workflowInfo().attempt === 1) throw ApplicationFailure.create({ message: 'The second shop is closed.' });
  await activities.charge({ order, item: 'second' });
  return 'charged';
}
