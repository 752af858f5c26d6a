import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../activities/create-activities.ts';
import { activityOptions } from './activity-options.ts';
import type { ActivityTimeouts, GreetingInput } from './types.ts';

/** The workflow `greeting`: says hello, by one activity. */
export async function greeting(input: GreetingInput, timeouts: ActivityTimeouts): Promise<string> {
  return proxyActivities<Activities>(activityOptions(timeouts)).greet(input);
}
