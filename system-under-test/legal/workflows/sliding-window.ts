import {
  condition,
  continueAsNew,
  defineSignal,
  getExternalWorkflowHandle,
  setHandler,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import { activities, child } from './activity-options.ts';

const doneSignal = defineSignal('done');
const [records, window] = [3, 2];

/**
 * A parent that keeps two of three children under way; each continues as new and signals its parent at its end.
 *
 * @see https://docs.temporal.io/workflow-execution/continue-as-new
 */
export async function slidingWindow(): Promise<string> {
  const order = workflowInfo().workflowId;
  let done = 0;
  setHandler(doneSignal, () => void (done += 1));
  for (let record = 1; record <= records; record += 1) {
    await condition(() => record - done <= window);
    const [workflowId, args] = [`${order}-record-${record}`, [order, record, 1] as [string, number, number]];
    // A child whose signal ends its parent may have to end after it.
    await startChild(recordChild, { ...child, workflowId, args, parentClosePolicy: 'ABANDON' });
  }
  await condition(() => done === records);
  return 'charged';
}

/** One record, in two runs. */
export async function recordChild(order: string, record: number, part: number): Promise<void> {
  await activities.charge({ order, item: `record ${record}, part ${part}` });
  if (part === 1) await continueAsNew<typeof recordChild>(order, record, part + 1);
  await getExternalWorkflowHandle(order).signal(doneSignal);
}
