import { workflowInfo } from '@temporalio/workflow';
import { activities } from './activity-options.ts';

/**
 * A workflow task that fails and is done again: the worker's codec has no key yet when it first asks for one.
 *
 * @remarks The input is what the codec decodes. A workflow task that fails leaves the workflow as it was.
 * @see https://docs.temporal.io/workflow-execution/event
 */
export async function lateKey(input: string): Promise<string> {
  await activities.charge({ order: workflowInfo().workflowId, item: input });
  return 'charged';
}
