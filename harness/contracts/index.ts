/** The contracts that faults, checks and actions keep, for the tests of your own: `durable-chaos/contracts`. */
export { actionContract } from './action-contract.ts';
export { checkContract } from './check-contract.ts';
export type { Clause } from './clause.ts';
export { faultContract } from './fault-contract.ts';
export { correctRun } from './sample-run/correct-run.ts';
