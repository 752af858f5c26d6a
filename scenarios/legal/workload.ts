import type { CallMoment, Job, Random } from '../../harness/index.ts';
import { legalJob, legalWorkflows, plainName } from './legal-jobs.ts';

/** A job of each workflow but those that are left out. */
export function legalWorkload(without: readonly string[] = []): readonly Job[] {
  return legalWorkflows
    .filter((workflowType) => !without.includes(workflowType))
    .map((workflowType) => legalJob(workflowType, `legal-${plainName(workflowType)}`));
}

/** Charges that come while most of the others are under way, too. */
const charges = [
  { workflowType: 'manyAtOnce', nth: 2 },
  { workflowType: 'manyAtOnce', nth: 5 },
  { workflowType: 'continued', nth: 2 },
  { workflowType: 'lostRace', nth: 1 },
  { workflowType: 'changed', nth: 2 },
] as const;

/** The report of one of these charges, which the server has not heard yet. */
export function chargingMoment(random: Random): CallMoment {
  const { workflowType, nth } = random.pick(charges);
  return {
    kind: 'call',
    side: 'request',
    method: 'RespondActivityTaskCompleted',
    nth,
    activityType: 'charge',
    workflowId: `legal-${plainName(workflowType)}`,
  };
}
