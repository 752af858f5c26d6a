/**
 * When a claim is proved: by each `npm test`; by `.ci/run` too, on processes or on Docker; or by `npm run test:full` alone,
 * which the nightly workflow runs.
 */
export type Tier = 'test' | 'ci' | 'docker' | 'full';

/** What has a tier. */
export interface Tiered {
  readonly tier: Tier;
}

/** Whether this is `npm run test:full`. */
export const isFull = process.env['CHAOS_TEST_FULL'] === '1';
/** Whether this is `.ci/run`, or more. */
const isCi = isFull || process.env['CHAOS_TEST_CI'] === '1';

/** Whether something is to be proved now; of the Docker ones the part that runs their file decides. */
export function isDue({ tier }: Tiered): boolean {
  if (tier === 'full') return isFull;
  return tier === 'ci' ? isCi : true;
}

/** A test of a claim, where it is due now. */
export function itDue(claim: Tiered, title: string, body: Mocha.AsyncFunc): void {
  if (isDue(claim)) it(title, body);
}

/** Those that are to be proved now. */
export function dueNow<T extends Tiered>(all: readonly T[]): readonly T[] {
  return all.filter(isDue);
}
