import { condition, defineSignal, getExternalWorkflowHandle, setHandler, workflowInfo } from '@temporalio/workflow';
import { activities } from './activity-options.ts';

const letterSignal = defineSignal('letter');
const closeSignal = defineSignal('close');

/**
 * A workflow that an activity starts by signal-with-start, and that hears of a repeated letter twice.
 *
 * @see https://docs.temporal.io/sending-messages
 */
export async function postsLetter(): Promise<string> {
  const order = workflowInfo().workflowId;
  const workflowId = `${order}-mailbox`;
  await activities.postLetter({ workflowId, order });
  await getExternalWorkflowHandle(workflowId).signal(closeSignal);
  return 'posted';
}

/** The mailbox: charges the postage once, however often the letter comes. */
export async function mailbox(order: string): Promise<string> {
  let letters = 0;
  let closed = false;
  setHandler(letterSignal, () => void (letters += 1));
  setHandler(closeSignal, () => void (closed = true));
  await condition(() => closed && letters > 0);
  await activities.charge({ order, item: 'postage' });
  return 'charged';
}
