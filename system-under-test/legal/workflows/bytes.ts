import { workflowInfo } from '@temporalio/workflow';
import { activities } from './activity-options.ts';

/**
 * Bytes as a result and as an input, which are no JSON.
 *
 * @see https://docs.temporal.io/default-custom-data-converters
 */
export async function bytes(): Promise<string> {
  const order = workflowInfo().workflowId;
  const weight = await activities.weigh(await activities.readScan());
  await activities.charge({ order, item: `${weight} bytes` });
  return 'charged';
}
