import {
  ApplicationFailure,
  condition,
  defineQuery,
  defineUpdate,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { activities } from './activity-options.ts';

const payUpdate = defineUpdate<string, [number]>('pay');
const isPaidQuery = defineQuery<boolean>('isPaid');
const [patience, grace] = ['10 minutes', '4s'] as const;

/**
 * Two updates of a client: one pays, and one that comes late is rejected. A query says whether it is paid.
 *
 * @remarks A workflow task that does nothing but reject an update is discarded: the event history has nothing of it.
 * @see https://docs.temporal.io/handling-messages#validate-an-update
 */
export async function paidByClient(): Promise<string> {
  const order = workflowInfo().workflowId;
  let paid = false;
  const pay = async (amount: number): Promise<string> => {
    await activities.charge({ order, item: `amount ${amount}` });
    paid = true;
    return 'charged';
  };
  const refuseSecond = (amount: number): void => {
    if (paid) throw ApplicationFailure.nonRetryable(`The amount ${amount} comes late: it is paid.`, 'AlreadyPaid');
  };
  setHandler(isPaidQuery, () => paid);
  setHandler(payUpdate, pay, { validator: refuseSecond });
  await condition(() => paid, patience);
  // In this time the second update comes.
  await condition(() => false, grace);
  return 'charged';
}
