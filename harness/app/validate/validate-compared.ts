import { HarnessError } from '../../errors.ts';
import { comparesAny } from '../../model/compared-items.ts';
import type { Job, Plan } from '../../model/plan.ts';

/**
 * Refuses a job of whose expectation an item is as without a fault, if no run without a fault can tell it.
 *
 * @throws HarnessError CHAOS_BAD_PLAN
 */
export function validateCompared({ schedule }: Pick<Plan, 'schedule'>, job: Job): void {
  if (!comparesAny(job)) return;
  const deployed = schedule.flatMap(({ params }) =>
    typeof params['version'] === 'string' ? [params['version']] : [],
  )[0];
  if (deployed !== undefined) {
    const sentence = `The job ${job.workflowId} can't be as without a fault: the plan deploys the version "${deployed}", whose work may differ.`;
    throw new HarnessError('CHAOS_BAD_PLAN', `${sentence} Give its \`expect\`.`);
  }
  const { workflowId, actions, also = [], options } = job;
  if (options?.cronSchedule !== undefined) {
    const sentence = `The job ${workflowId} can't be as without a fault: its schedule never ends.`;
    throw new HarnessError('CHAOS_BAD_PLAN', `${sentence} Give its \`expect\`.`);
  }
  const underFault = actions.find(({ after }) => after.kind === 'injected');
  if (underFault !== undefined) {
    const sentence = `The job ${workflowId} can't be as without a fault: its ${underFault.kind} comes only under one.`;
    throw new HarnessError('CHAOS_BAD_PLAN', `${sentence} Give its \`expect\`.`);
  }
  const shared = also.find(({ idPattern = '' }) => !idPattern.includes(workflowId));
  if (shared === undefined) return;
  const sentence = `The job ${workflowId} can't be as without a fault: the ids of ${shared.workflowType} in its \`also\` don't tell whose they are.`;
  throw new HarnessError('CHAOS_BAD_PLAN', `${sentence} Give an \`idPattern\` that contains the workflow id.`);
}
