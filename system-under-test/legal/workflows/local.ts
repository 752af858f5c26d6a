import { workflowInfo } from '@temporalio/workflow';
import { localActivities } from './activity-options.ts';

/**
 * Local activities: two charges and a checkpoint, which leave nothing but markers in the event history.
 *
 * @remarks A crash before the end of their workflow task has them all run again, and their keys absorb it.
 * @see https://docs.temporal.io/local-activity
 */
export async function local(): Promise<string> {
  const order = workflowInfo().workflowId;
  const receipts = [
    await localActivities.charge({ order, item: 'first' }),
    await localActivities.charge({ order, item: 'second' }),
  ];
  await localActivities.saveCheckpoint({ stage: 'charged', work: receipts, status: 'charged' });
  return 'charged';
}
