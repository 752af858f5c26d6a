import { HarnessError } from '../../errors.ts';
import { activityKey, type Boundary } from '../../model/crash-point.ts';
import {
  type EventHistory,
  eventsOf,
  eventTypeOf,
  type HistoryEvent,
  nthEvent,
  textAttribute,
} from '../../model/event-history.ts';
import type { Job } from '../../model/plan.ts';
import { scheduledActivities } from '../points/scheduled-activities.ts';

/** When one of a job's actions is due: at the boundary that causes the awaited event; null: at once. */
export interface DueAction {
  /** Its position among the actions of the job, the same in every job of the case. */
  readonly index: number;
  readonly at: ((boundary: Boundary) => boolean) | null;
}

/**
 * At which boundaries the actions of a case fall due.
 *
 * @remarks An event of a workflow's event history is recorded when the server executes a worker's report. Waiting for
 * that report at the relay is exact, and needs no query to the server. Any attempt may bring it.
 * @throws HarnessError CHAOS_BAD_CONFIG if an action waits for an event that no worker's report causes.
 */
export function dueActions(job: Job, history: EventHistory): readonly DueAction[] {
  return job.actions.map(({ after }, index) => {
    if (after.kind === 'started') return { index, at: null };
    if (after.kind !== 'event') throw notExplorable(job, 'a checkpoint');
    const event = nthEvent(history, after);
    const what = `${after.eventType} no. ${after.nth}`;
    if (event === undefined) throw notExplorable(job, `${what}, which never came`);
    const byTask = textAttribute(event, 'workflowTaskCompletedEventId');
    if (byTask !== undefined) return { index, at: completesTask(numberOf(history, byTask)) };
    if (eventTypeOf(event) === 'ACTIVITY_TASK_COMPLETED') return { index, at: completesActivity(history, event) };
    throw notExplorable(job, what);
  });
}

function numberOf(history: EventHistory, completedEventId: string): number {
  return eventsOf(history, 'WORKFLOW_TASK_COMPLETED').findIndex(({ eventId }) => eventId === completedEventId) + 1;
}

function completesTask(number: number): (boundary: Boundary) => boolean {
  return ({ place }) =>
    place.task === 'workflow' && place.number === number && place.exchange === 'completion' && place.side === 'reply';
}

function completesActivity(history: EventHistory, completed: HistoryEvent): (boundary: Boundary) => boolean {
  const scheduledId = textAttribute(completed, 'scheduledEventId');
  const keys = scheduledActivities(history).find(({ event }) => event.eventId === scheduledId)?.keys ?? [];
  return ({ place }) =>
    place.task === 'activity' &&
    keys.includes(activityKey(place)) &&
    place.exchange === 'completion' &&
    place.side === 'reply';
}

function notExplorable(job: Job, what: string): HarnessError {
  return new HarnessError(
    'CHAOS_BAD_CONFIG',
    `Expected every client action of ${job.workflowType} to be due at an event that a worker's report records, but one waits for ${what}. ` +
      'Name such an event in the case, for example TIMER_STARTED.',
  );
}
