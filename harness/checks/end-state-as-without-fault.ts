import { comparisonCheck } from './comparison/comparison-check.ts';
import { END_STATE } from './comparison/outcome.ts';

/** Each workflow ends with the result, the checkpoints and the rows of a run of the same workflow without a fault. */
export const endStateAsWithoutFault = comparisonCheck({
  name: END_STATE,
  invariant: 'Each compared workflow ends with the result, checkpoints and rows of a run without a fault.',
  items: ['end', 'result', 'checkpoints', 'rows'],
});
