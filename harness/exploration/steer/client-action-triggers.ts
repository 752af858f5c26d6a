import { HarnessError } from '../../errors.ts';
import { activityKey, type Boundary, executionName } from '../../model/crash-point.ts';
import {
  type EventHistory,
  eventIdOf,
  eventsOf,
  eventTypeOf,
  type HistoryEvent,
  nthEvent,
  textAttribute,
} from '../../model/event-history.ts';
import { ownEvents } from '../../model/execution-chains.ts';
import type { Job } from '../../model/plan.ts';
import { scheduledActivities } from '../points/scheduled-activities.ts';
import { boundariesOfRun, taskNumbers } from '../points/task-numbers.ts';

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
 * @param boundaries - those that the relays saw of these runs
 * @throws HarnessError CHAOS_BAD_CONFIG if an action waits for an event that no worker's report causes.
 */
export function dueActions(
  job: Job,
  runs: readonly EventHistory[],
  boundaries: readonly Boundary[],
): readonly DueAction[] {
  return job.actions.flatMap(({ after }, index): DueAction[] => {
    // Its client waits for the end itself, and one that goes with the start is sent by then.
    if (after.kind === 'ended' || after.kind === 'with-start') return [];
    if (after.kind === 'started') return [{ index, at: null }];
    if (after.kind !== 'event') throw notExplorable(job, `a ${after.kind}`);
    const what = `${after.eventType} no. ${after.nth}`;
    const run = runs.findIndex((history) => nthEvent(history, after) !== undefined);
    const history = runs[run];
    const event = history === undefined ? undefined : nthEvent(history, after);
    if (history === undefined || event === undefined) throw notExplorable(job, `${what}, which never came`);
    const seen = boundariesOfRun(runs, run, boundaries);
    const at = reportOf({ history, execution: executionName(run + 1), boundaries: seen }, event);
    if (at === null) throw notExplorable(job, what);
    return [{ index, at }];
  });
}

/** Recorded by a report, but without the id of its workflow task. */
const updateEvents = new Set(['WORKFLOW_EXECUTION_UPDATE_ACCEPTED', 'WORKFLOW_EXECUTION_UPDATE_COMPLETED']);

/** A run with its name in places. */
interface Run {
  readonly history: EventHistory;
  readonly execution: string | undefined;
  readonly boundaries: readonly Boundary[];
}

/** The report that records an event; null if it is no worker's. */
function reportOf(run: Run, event: HistoryEvent): DueAction['at'] {
  const byTask = textAttribute(event, 'workflowTaskCompletedEventId');
  if (byTask !== undefined) return completesTask(run, byTask);
  const type = eventTypeOf(event);
  if (type === 'WORKFLOW_TASK_COMPLETED') return completesTask(run, event.eventId);
  if (updateEvents.has(type)) return completesTask(run, taskBefore(run, event));
  return type === 'ACTIVITY_TASK_COMPLETED' ? completesActivity(run, event) : null;
}

function taskBefore({ history }: Run, event: HistoryEvent): string {
  const earlier = eventsOf(history, 'WORKFLOW_TASK_COMPLETED').filter((one) => eventIdOf(one) < eventIdOf(event));
  return earlier.at(-1)?.eventId ?? '';
}

/** The number that the relays give to the workflow task which was completed by an event. */
function numberOf({ history, boundaries }: Run, completedEventId: string): number | undefined {
  const completed = eventsOf(ownEvents(history), 'WORKFLOW_TASK_COMPLETED');
  const index = completed.findIndex(({ eventId }) => eventId === completedEventId);
  return taskNumbers(completed.length, boundaries)[index];
}

function completesTask(run: Run, completedEventId: string): (boundary: Boundary) => boolean {
  const { execution } = run;
  const number = numberOf(run, completedEventId);
  return ({ place }) =>
    place.task === 'workflow' &&
    place.execution === execution &&
    place.number === number &&
    place.exchange === 'completion' &&
    place.side === 'reply';
}

function completesActivity({ history, execution }: Run, completed: HistoryEvent): (boundary: Boundary) => boolean {
  const scheduledId = textAttribute(completed, 'scheduledEventId');
  const keys = scheduledActivities(history, execution).find(({ event }) => event.eventId === scheduledId)?.keys ?? [];
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
