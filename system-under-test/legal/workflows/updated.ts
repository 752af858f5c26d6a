import { ApplicationFailure, defineUpdate, setHandler, workflowInfo } from '@temporalio/workflow';
import { activities } from './activity-options.ts';

const payUpdate = defineUpdate<string, [number]>('pay');

/**
 * Two updates, from a client that repeats them under the same id: one charges, and one is rejected.
 *
 * @remarks A rejected update leaves no event, and a repeated one is known by its id.
 * @see https://docs.temporal.io/encyclopedia/workflow-message-passing
 */
export async function updated(): Promise<string> {
  const order = workflowInfo().workflowId;
  const pay = async (amount: number): Promise<string> => {
    await activities.charge({ order, item: `amount ${amount}` });
    return 'charged';
  };
  setHandler(payUpdate, pay, { validator: refuseDebts });
  const refused = await activities.update({ workflowId: order, amount: -1 });
  const charged = await activities.update({ workflowId: order, amount: 7 });
  return `${charged} and ${refused}`;
}

function refuseDebts(amount: number): void {
  if (amount < 0) throw ApplicationFailure.nonRetryable('An amount is positive.', 'InvalidAmount');
}
