import { correctRun } from '../../checks/test-support/correct-run.ts';
import { call, type Dated, journalOf } from '../../checks/test-support/journal-builder.ts';
import type { Evidence, Witness } from '../../model/evidence.ts';
import type { Fault } from '../../model/fault.ts';
import type { PlannedFault } from '../../model/plan.ts';

export { call };

/** The fault under test, planned on worker-1. */
export function plannedOnWorker1(fault: Fault, healAfterMs = 3000): PlannedFault {
  return {
    id: 'the-fault',
    at: { kind: 'elapsed', ms: 0 },
    fault: fault.name,
    params: {},
    target: { role: 'component', name: 'worker-1' },
    healAfterMs,
  };
}

/** Evidence of a fault in force on worker-1 from 3000 to 6000 ms, with whatever else was observed. */
export function faultyRun(fault: Fault, link: string | null, observed: readonly Dated[]): Evidence {
  const body = {
    kind: 'fault',
    fault: fault.name,
    faultId: 'the-fault',
    component: 'worker-1',
    incarnation: 1,
  } as const;
  const on = link === null ? body : { ...body, link };
  const steps: Dated[] = [
    { ...on, step: 'injecting', atMs: 3000 },
    { ...on, step: 'injected', atMs: 3010 },
    { ...on, step: 'healing', atMs: 6000 },
    { ...on, step: 'healed', atMs: 6010 },
  ];
  const none = { state: 'collected', rows: [] } as const;
  return { ...correctRun(), eventHistories: none, journal: journalOf([...steps, ...observed]) };
}

/** How many witnesses of each sort a fault finds. */
export function countWitnesses(witnesses: readonly Witness[]): { readonly cause: number; readonly effect: number } {
  const sorted = (sort: Witness['sort']): number => witnesses.filter((one) => one.sort === sort).length;
  return { cause: sorted('cause'), effect: sorted('effect') };
}
