import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { LegalActivities } from '../activities/create-activities.ts';
import { activities, patient } from './activity-options.ts';

const activityId = 'approval';
const { awaitApproval } = proxyActivities<LegalActivities>({ ...patient, activityId, heartbeatTimeout: '2s' });

/**
 * An activity that its worker leaves open, and another completes by its id.
 *
 * @see https://docs.temporal.io/activity-execution#asynchronous-activity-completion
 */
export async function completedById(): Promise<string> {
  const order = workflowInfo().workflowId;
  const [approval] = await Promise.all([awaitApproval(), activities.approve({ workflowId: order, activityId })]);
  await activities.charge({ order, item: approval });
  return approval;
}
