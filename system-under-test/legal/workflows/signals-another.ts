import {
  condition,
  defineSignal,
  getExternalWorkflowHandle,
  isCancellation,
  setHandler,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { activities, child } from './activity-options.ts';

const goSignal = defineSignal('go');

/**
 * A workflow that signals another one, and cancels a third.
 *
 * @remarks Such a message is in the event history of its sender, and reaches its receiver once.
 * @see https://docs.temporal.io/develop/typescript/message-passing
 */
export async function signalsAnother(): Promise<string> {
  const order = workflowInfo().workflowId;
  const told = await startChild(listener, { ...child, workflowId: `${order}-told`, args: [order] });
  const cancelled = await startChild(listener, { ...child, workflowId: `${order}-cancelled`, args: [order] });
  await getExternalWorkflowHandle(told.workflowId).signal(goSignal);
  await getExternalWorkflowHandle(cancelled.workflowId).cancel();
  const ends = [told.result(), cancelled.result().catch(nameOfCancellation)];
  return (await Promise.all(ends)).join(' and ');
}

/** The receiver: charges once it is told to. */
export async function listener(order: string): Promise<string> {
  let told = false;
  setHandler(goSignal, () => void (told = true));
  await condition(() => told);
  await activities.charge({ order, item: 'told' });
  return 'charged';
}

function nameOfCancellation(error: unknown): string {
  if (isCancellation(error)) return 'cancelled';
  throw error;
}
