import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/create-activities.ts';
import { activityOptions } from '../../workflows/activity-options.ts';
import type { ActivityTimeouts, GreetingInput } from '../../workflows/types.ts';

export { ingestDocument } from '../../workflows/ingest-document.ts';

/** Broken: the greeting is attempted once, so that a worker's death is a greeting's end. */
export async function greeting(input: GreetingInput, timeouts: ActivityTimeouts): Promise<string> {
  const { greet } = proxyActivities<Activities>({ ...activityOptions(timeouts), retry: { maximumAttempts: 1 } });
  return greet(input);
}
