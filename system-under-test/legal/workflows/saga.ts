import { proxyActivities, workflowInfo } from '@temporalio/workflow';
import type { LegalActivities } from '../activities/create-activities.ts';
import { activities, patient } from './activity-options.ts';

const once = proxyActivities<LegalActivities>({ ...patient, retry: { maximumAttempts: 1 } });

/**
 * A saga: the second booking is attempted at most once, and if it fails, both are taken back.
 *
 * @remarks A crash decides between the two ends, and both are right. What is not known to be booked is taken back too.
 * @see https://docs.temporal.io/activity-definition#idempotency
 */
export async function saga(): Promise<string> {
  const order = workflowInfo().workflowId;
  await activities.charge({ order, item: 'flight' });
  try {
    await once.charge({ order, item: 'hotel' });
  } catch {
    await activities.refund({ order, item: 'hotel' });
    await activities.refund({ order, item: 'flight' });
    return 'compensated';
  }
  return 'booked';
}
