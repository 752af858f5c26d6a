import {
  condition,
  defineSignal,
  getExternalWorkflowHandle,
  setHandler,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { activities, child } from './activity-options.ts';

const goSignal = defineSignal('go');

/**
 * A workflow that is reset to its beginning: its first run is terminated, and the next one does all of it again.
 *
 * @see https://docs.temporal.io/workflow-execution/event#reset
 */
export async function resetsAnother(): Promise<string> {
  const order = workflowInfo().workflowId;
  const workflowId = `${order}-reset`;
  await startChild(resettable, { ...child, workflowId, args: [order], parentClosePolicy: 'ABANDON' });
  await activities.reset({ workflowId });
  await getExternalWorkflowHandle(workflowId).signal(goSignal);
  return 'reset';
}

/** The workflow that is reset: its keys absorb the charge that it makes again. */
export async function resettable(order: string): Promise<string> {
  let told = false;
  setHandler(goSignal, () => void (told = true));
  await activities.charge({ order, item: 'first' });
  await condition(() => told);
  await activities.charge({ order, item: 'second' });
  return 'charged';
}
