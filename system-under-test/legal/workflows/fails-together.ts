import { activities } from './activity-options.ts';

/**
 * Two activities at once, of which one fails for good: the workflow fails as it should, and leaves the other open.
 *
 * @see https://docs.temporal.io/references/failures
 */
export async function failsTogether(): Promise<void> {
  await Promise.all([activities.wait({ ms: 1500 }), activities.decline()]);
}
