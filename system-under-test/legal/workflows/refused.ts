import { activities } from './activity-options.ts';

/**
 * An order that is refused, so that it leaves neither an effect nor a checkpoint.
 *
 * @see https://docs.temporal.io/workflow-execution
 */
export async function refused(): Promise<string> {
  await activities.wait({ ms: 50 });
  return 'refused';
}
