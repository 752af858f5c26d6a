import { comparisonCheck } from './comparison/comparison-check.ts';
import { WORK_DONE } from './comparison/outcome.ts';

/** Each workflow does the work of a run of the same workflow without a fault: no effect is lost, doubled or another. */
export const workDoneAsWithoutFault = comparisonCheck({
  name: WORK_DONE,
  invariant: 'Each compared workflow has the effects and checkpoints of a run without a fault, each as often.',
  items: ['effects', 'checkpoints'],
});
