import { proxyActivities } from '@temporalio/workflow';
import { activityOptions } from '../../workflows/activity-options.ts';
import type { Ingestion } from '../../workflows/ingestion.ts';
import type { findDuplicate } from './find-duplicate.ts';

/** The id of the change: executions that have its marker in their event history have taken the new path. */
export const DUPLICATE_CHECK = 'duplicate-check';

/** Whether the document was published before, under another workflow id. */
export async function isDuplicate({ input, timeouts }: Ingestion): Promise<boolean> {
  const activities = proxyActivities<{ findDuplicate: ReturnType<typeof findDuplicate> }>(activityOptions(timeouts));
  const { duplicateOf } = await activities.findDuplicate({ request: [input, timeouts] });
  return duplicateOf !== null;
}
