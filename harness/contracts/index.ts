/** The contracts that faults and checks keep, for the tests of your own: `durable-chaos/contracts`. */
export { checkContract } from './check-contract.ts';
export type { Clause } from './clause.ts';
export { faultContract } from './fault-contract.ts';
export { correctRun } from './sample-run/correct-run.ts';
