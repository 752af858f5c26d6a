import { comparisonCheck } from './comparison/comparison-check.ts';
import { VALUES } from './comparison/values.ts';

/** Inputs and results of activities, and what is sent, are those of a run of the same workflow without a fault. */
export const valuesAsWithoutFault = comparisonCheck({
  name: VALUES,
  invariant: 'Each compared workflow has the inputs and results of activities of a run without a fault.',
  items: ['activities'],
});
