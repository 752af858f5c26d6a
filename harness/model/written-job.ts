import type { AS_WITHOUT_FAULT, ComparableItem } from './as-without-fault.ts';
import type { Expectation } from './expectation.ts';
import type { Job } from './plan.ts';

/** An expectation as a scenario may write it: as a whole, or item by item, as without a fault. */
export type WrittenExpectation =
  | typeof AS_WITHOUT_FAULT
  | (Omit<Written, 'progress'> & Partial<Pick<Expectation, 'progress'>>);

type Written = {
  readonly [Item in keyof Expectation]: Item extends ComparableItem
    ? Expectation[Item] | typeof AS_WITHOUT_FAULT
    : Expectation[Item];
};

/**
 * A job as a scenario may write it.
 *
 * @remarks An `expect` that is left out is as without a fault. Of a list of expectations the workflow must meet one, wholly.
 * @example
 * const job: WrittenJob = { workflowType: 'order', workflowId: 'order-1', args: ['order-1'], actions: [] };
 */
export type WrittenJob = Omit<Job, 'expect' | 'orExpect'> & {
  readonly expect?: WrittenExpectation | readonly WrittenExpectation[];
  readonly orExpect?: readonly WrittenExpectation[] | undefined;
};
