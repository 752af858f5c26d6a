import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { LegalActivities } from '../activities/create-activities.ts';
import { patient } from './activity-options.ts';

/**
 * Activities whose ids are the application's own.
 *
 * @see https://docs.temporal.io/activity-execution#activity-id
 */
export async function ownIds(): Promise<string> {
  const order = workflowInfo().workflowId;
  for (const item of ['first', 'second']) {
    const activityId = `charge-${order}-${item}`;
    await proxyActivities<LegalActivities>({ ...patient, activityId }).charge({ order, item });
  }
  return 'charged';
}
