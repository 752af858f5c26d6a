import { condition, defineSignal, getExternalWorkflowHandle, setHandler, workflowInfo } from '@temporalio/workflow';
import { activities } from './activity-options.ts';

const ranSignal = defineSignal('ran');

/**
 * A schedule that starts a workflow twice: the server names each by its time.
 *
 * @see https://docs.temporal.io/schedule
 */
export async function scheduled(): Promise<string> {
  const order = workflowInfo().workflowId;
  let runs = 0;
  setHandler(ranSignal, () => void (runs += 1));
  await activities.schedule({ order });
  await condition(() => runs === 2);
  await activities.unschedule({ order });
  return 'charged';
}

/** What the schedule starts: the key of the first charge absorbs the second one. */
export async function scheduledCharge(order: string): Promise<string> {
  await activities.charge({ order, item: 'subscription' });
  await getExternalWorkflowHandle(order).signal(ranSignal);
  return 'charged';
}
