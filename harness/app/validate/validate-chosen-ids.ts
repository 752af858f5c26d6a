import { HarnessError } from '../../errors.ts';
import { choosesIds } from '../../model/as-started.ts';
import type { Plan, PlannedFault } from '../../model/plan.ts';

/**
 * Refuses a fault that waits for a workflow, or strikes its worker, whose id a program or a schedule chooses: the plan
 * can't know it.
 *
 * @throws HarnessError CHAOS_BAD_PLAN
 */
export function validateChosenIds({ workload, schedule }: Pick<Plan, 'workload' | 'schedule'>): void {
  const chosen = new Map(workload.filter((job) => choosesIds(job)).map((job) => [job.workflowId, job]));
  for (const planned of schedule) {
    const named = workflowsOf(planned).find((workflowId) => chosen.has(workflowId));
    if (named === undefined) continue;
    const bySchedule = chosen.get(named)?.bySchedule !== undefined;
    const who = bySchedule
      ? 'Temporal makes another id for its schedule'
      : 'the program that starts it chooses another id';
    const advice = bySchedule
      ? 'Name a call without a workflow.'
      : 'Name a call without a workflow, or pass {workflowId} to the program and leave out `idPattern`.';
    throw new HarnessError(
      'CHAOS_BAD_PLAN',
      `The fault ${planned.id} names the workflow ${named}, but ${who}. ${advice}`,
    );
  }
}

function workflowsOf({ at, target }: PlannedFault): readonly string[] {
  const ofMoment = at.kind === 'ended' ? at.workflowIds : at.kind === 'elapsed' ? [] : [at.workflowId];
  const ofTarget = target.role === 'holder' ? [target.workflowId] : [];
  return [...ofMoment, ...ofTarget].filter((one) => one !== undefined);
}
