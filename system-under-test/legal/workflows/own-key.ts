import { upsertMemo, uuid4, workflowInfo } from '@temporalio/workflow';
import { activities } from './activity-options.ts';

/**
 * A key that the workflow draws by chance, the same in each replay, and a memo that it changes.
 *
 * @see https://docs.temporal.io/workflow-definition#deterministic-constraints
 */
export async function ownKey(): Promise<string> {
  const order = workflowInfo().workflowId;
  await activities.charge({ order, item: 'ring' }, uuid4());
  upsertMemo({ lucky: Math.random() < 0.5, at: Date.now() });
  return 'charged';
}
