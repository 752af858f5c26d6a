import {
  ActivityCancellationType,
  CancellationScope,
  isCancellation,
  proxyActivities,
  workflowInfo,
} from '@temporalio/workflow';
import type { LegalActivities } from '../activities/create-activities.ts';
import { activities, patient } from './activity-options.ts';

const { ABANDON: cancellationType } = ActivityCancellationType;
const abandoned = proxyActivities<LegalActivities>({ ...patient, cancellationType });

/**
 * An activity that is cancelled without being waited for: the workflow goes on at once, and the activity too.
 *
 * @see https://docs.temporal.io/develop/typescript/cancellation
 */
export async function abandonedActivity(): Promise<string> {
  const order = workflowInfo().workflowId;
  try {
    await CancellationScope.withTimeout(300, () => abandoned.wait({ ms: 1500 }));
  } catch (error) {
    if (!isCancellation(error)) throw error;
  }
  await activities.charge({ order, item: 'ring' });
  return 'charged';
}
