import { continueAsNew, workflowInfo } from '@temporalio/workflow';
import { activities } from './activity-options.ts';

/**
 * An order of three pages, each in a separate run: all but the last end as continued.
 *
 * @see https://docs.temporal.io/workflow-execution/continue-as-new
 */
export async function continued(page = 1): Promise<string> {
  const order = workflowInfo().workflowId;
  await activities.charge({ order, item: `page ${page}` });
  if (page < 3) await continueAsNew<typeof continued>(page + 1);
  return 'charged';
}
