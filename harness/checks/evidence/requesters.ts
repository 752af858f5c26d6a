import { attributesOf, type EventHistory, eventsOf, textAttribute } from '../../model/event-history.ts';
import type { Evidence, LedgerLine } from '../../model/evidence.ts';
import { rowsOf } from '../define-check.ts';
import { nameOf } from './activity-records.ts';
import { jobsOfWorkflows } from './executions.ts';

/** The activity that asked for an effect, as far as the request names it. */
export interface Requester {
  /** The job on whose behalf it asked; null if there is none or more than one, or if the request names no activity. */
  readonly job: string | null;
  /** Such as `embedPages (activity 4)`; null if the request names no activity. */
  readonly step: string | null;
  /** Null if the request names no activity. */
  readonly attempt: number | null;
}

/** Finds out who asked for the effect of a line. */
export type RequesterOf = (line: Pick<LedgerLine, 'activity'>) => Requester;

/**
 * Finds who asked for the effects of a ledger. A workflow that the system started for a job asks on behalf of that job.
 *
 * @throws TypeError if the event histories are unavailable.
 */
export function requestersOf(evidence: Evidence): RequesterOf {
  const histories = rowsOf(evidence.eventHistories);
  const jobOf = jobsOfWorkflows(evidence);
  const types = Map.groupBy(
    histories.flatMap((history) => typesOf(history)),
    ([key]) => key,
  );
  return ({ activity }) => {
    if (activity === null) return { job: null, step: null, attempt: null };
    const { workflowId, activityId, attempt } = activity;
    const which = `activity ${activityId}`;
    // In a chain of runs, each may have an activity of that id.
    const [type, ...others] = new Set(types.get(keyOf(workflowId, activityId))?.map(([, name]) => name));
    const step = type === undefined || others.length > 0 ? which : `${type} (${which})`;
    return { job: jobOf(workflowId), step, attempt };
  };
}

function typesOf(history: EventHistory): (readonly [string, string])[] {
  return eventsOf(history, 'ACTIVITY_TASK_SCHEDULED').map((event) => {
    const activityId = textAttribute(event, 'activityId') ?? '';
    return [keyOf(history.workflowId, activityId), nameOf(attributesOf(event).activityType)] as const;
  });
}

function keyOf(workflowId: string, activityId: string): string {
  return JSON.stringify([workflowId, activityId]);
}
