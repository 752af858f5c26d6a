import { type EventHistory, eventIdOf, eventsOf } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import type { Job } from '../../model/plan.ts';
import { activityRecords, endOf, mayStayOpen } from '../evidence/activity-records.ts';
import { isFollowed, runOfTask } from '../evidence/run-of-task.ts';
import { wasCompletedItself } from './completed-task.ts';
import type { HeldUnit } from './strikes.ts';

/** The event history's account of a unit whose recovery the gateway never saw. */
export interface Never {
  readonly state: 'never' | 'not-needed' | 'untold';
  readonly remark: string;
}

/**
 * Why no progress of a unit was seen after the fault.
 *
 * @remarks Its own answer may have been executed just before the victim died, or its workflow may lawfully have ended
 * without it; else it is lost. Work that the gateway didn't see proves a hole in the journal, not a recovery.
 */
export function whyNever(evidence: Evidence, unit: HeldUnit): Never {
  const history = runOfTask(evidence, unit);
  if (history === undefined) return { state: 'untold', remark: 'Its workflow has no event history here.' };
  return unit.task === 'activity' ? activityNever(evidence, unit, history) : workflowNever(evidence, unit, history);
}

function activityNever(evidence: Evidence, unit: HeldUnit, history: EventHistory): Never {
  const record = activityRecords(history).find((one) => one.activityId === unit.activityId);
  if (record === undefined) return { state: 'untold', remark: 'Its activity is not in the event history.' };
  const [close] = record.closes;
  if (close !== undefined && close.how !== 'timed-out' && record.attempt === unit.attempt) {
    return { state: 'not-needed', remark: 'The answer of that attempt was executed after all.' };
  }
  if (close?.how === 'completed' && wasCompletedById(evidence, unit))
    return { state: 'not-needed', remark: 'It was completed by its id, which takes no worker of it.' };
  if (close?.how === 'completed')
    return { state: 'untold', remark: 'It completed, but the gateway did not see which worker completed it.' };
  const job = jobOf(evidence, history);
  const givenUp = close !== undefined || mayStayOpen(record, history, job?.expect.closed);
  if (givenUp && endedAsExpected(evidence, history)) {
    return { state: 'not-needed', remark: `Its workflow ended as expected without it (${close?.how ?? 'given up'}).` };
  }
  return { state: 'never', remark: 'No worker ever continued it.' };
}

function wasCompletedById({ journal }: Evidence, { workflowId, activityId }: HeldUnit): boolean {
  return entriesOf(journal, 'call').some(
    (call) =>
      call.method === 'RespondActivityTaskCompletedById' &&
      call.workflowId === workflowId &&
      call.activityId === activityId &&
      call.grpcStatus === 0,
  );
}

function workflowNever(evidence: Evidence, unit: HeldUnit, history: EventHistory): Never {
  if (wasCompletedItself(evidence, unit)) return { state: 'not-needed', remark: 'Its answer was executed after all.' };
  const later = eventsOf(history, 'WORKFLOW_TASK_COMPLETED').some(
    (event) => eventIdOf(event) > Number(unit.startedEventId ?? Number.NaN),
  );
  if (later)
    return { state: 'untold', remark: 'A later one completed, but the gateway did not see which worker completed it.' };
  if (endedAsExpected(evidence, history)) {
    return { state: 'not-needed', remark: 'Its workflow ended as expected without it.' };
  }
  return { state: 'never', remark: 'No workflow task of it was ever completed again.' };
}

function endedAsExpected(evidence: Evidence, history: EventHistory): boolean {
  const job = jobOf(evidence, history);
  const end = endOf(history);
  if (job === undefined || isFollowed(evidence, history)) return end !== null;
  return end === job.expect.end;
}

function jobOf({ plan }: Evidence, { workflowId }: EventHistory): Job | undefined {
  return plan.workload.find((job) => job.workflowId === workflowId);
}
