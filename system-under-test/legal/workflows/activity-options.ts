import { type ActivityOptions, proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { Json } from '../../activities/canonical-json.ts';
import type { LegalActivities } from '../activities/create-activities.ts';

/** Attempts of two seconds that are retried without limit: an outage delays an order and never fails it. */
export const patient: ActivityOptions = {
  startToCloseTimeout: '2s',
  retry: { initialInterval: '100ms', backoffCoefficient: 1 },
};

/** All activities, with these options. */
export const activities = proxyActivities<LegalActivities>(patient);

/** All activities, run by the worker that holds the workflow task. */
export const localActivities = proxyLocalActivities<LegalActivities>(patient);

/** Options of a child whose lost workflow tasks come back as soon as those of its parent. */
export const child = { workflowTaskTimeout: '2s' } as const;

/** Writes down that a stage is over, with the work that it stands for. */
export async function checkpoint(stage: string, work: readonly Json[]): Promise<void> {
  await activities.saveCheckpoint({ stage, work, status: stage });
}
