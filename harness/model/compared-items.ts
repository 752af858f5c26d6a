import { type ComparableItem, comparableItems } from './as-without-fault.ts';
import type { Expectation } from './expectation.ts';
import type { Job } from './plan.ts';

/** The part of a job that says what is expected of it. */
type Expecting = Pick<Job, 'expect' | 'orExpect'>;

/** Whether an item of an expectation is compared with runs without a fault. */
export function isCompared(
  { asWithoutFault = [] }: Pick<Expectation, 'asWithoutFault'>,
  item: ComparableItem,
): boolean {
  return asWithoutFault.includes(item);
}

/** All that a job may expect: what it expects, and the other results that are right too. */
export function expectationsOf({ expect, orExpect = [] }: Expecting): readonly Expectation[] {
  return [expect, ...orExpect];
}

/** Whether a job is compared with runs of the same workflow without a fault, in one of these items. */
export function comparesAny(job: Expecting, items: readonly ComparableItem[] = comparableItems): boolean {
  return expectationsOf(job).some((expect) => items.some((item) => isCompared(expect, item)));
}

/** A job of which every expectation gives an end: where it was as without a fault, the one that it has now counts. */
export function withGivenEnd<T extends Expecting>(job: T): T {
  const { orExpect } = job;
  return { ...job, expect: given(job.expect), ...(orExpect === undefined ? {} : { orExpect: orExpect.map(given) }) };
}

function given({ asWithoutFault, ...expect }: Expectation): Expectation {
  const left = (asWithoutFault ?? []).filter((item) => item !== 'end');
  return left.length === 0 ? expect : { ...expect, asWithoutFault: left };
}

/** A job with a known end where it is as without a fault. */
export function withEnd<T extends Expecting>(job: T, end: Expectation['end']): T {
  const known = (expect: Expectation): Expectation => (isCompared(expect, 'end') ? { ...expect, end } : expect);
  const { orExpect } = job;
  return { ...job, expect: known(job.expect), ...(orExpect === undefined ? {} : { orExpect: orExpect.map(known) }) };
}
