import { HarnessError } from '../../errors.ts';
import { choosesIds } from '../../model/as-started.ts';
import type { Plan, PlannedFault } from '../../model/plan.ts';

/**
 * Refuses a fault that waits for a workflow, or strikes its worker, whose id a program chooses: the plan can't know it.
 *
 * @throws HarnessError CHAOS_BAD_PLAN
 */
export function validateChosenIds({ workload, schedule }: Pick<Plan, 'workload' | 'schedule'>): void {
  const chosen = new Set(workload.filter((job) => choosesIds(job)).map(({ workflowId }) => workflowId));
  for (const planned of schedule) {
    const named = workflowsOf(planned).find((workflowId) => chosen.has(workflowId));
    if (named === undefined) continue;
    const sentence = `The fault ${planned.id} names the workflow ${named}, but the program that starts it chooses another id.`;
    const advice = 'Name a call without a workflow, or pass {workflowId} to the program and leave out `idPattern`.';
    throw new HarnessError('CHAOS_BAD_PLAN', `${sentence} ${advice}`);
  }
}

function workflowsOf({ at, target }: PlannedFault): readonly string[] {
  const ofMoment = at.kind === 'ended' ? at.workflowIds : at.kind === 'elapsed' ? [] : [at.workflowId];
  const ofTarget = target.role === 'holder' ? [target.workflowId] : [];
  return [...ofMoment, ...ofTarget].filter((one) => one !== undefined);
}
