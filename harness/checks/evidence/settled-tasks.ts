import {
  attributesOf,
  type EventHistory,
  eventTypeOf,
  type HistoryEvent,
  textAttribute,
} from '../../model/event-history.ts';
import { activityCloses, lookup, workflowEnds } from './activity-records.ts';
import type { HandOut } from './hand-outs.ts';

const workflowTaskCloses: ReadonlySet<string> = new Set([
  'WORKFLOW_TASK_COMPLETED',
  'WORKFLOW_TASK_FAILED',
  'WORKFLOW_TASK_TIMED_OUT',
]);

/**
 * Whether the server had closed a task, or its workflow execution, by an instant: an answer to it changes nothing.
 *
 * @param byMs - the instant on the wall clock, in milliseconds
 */
export function isClosedBy(histories: readonly EventHistory[], task: HandOut, byMs: number): boolean {
  return historiesOf(histories, task).some((history) =>
    history.events.some((event) => Date.parse(event.eventTime) <= byMs && isClose(event, task, history)),
  );
}

/**
 * Whether the event history shows a report of this very attempt of an activity. If its worker sent none, a client did
 * ({@link https://docs.temporal.io/activity-execution#asynchronous-activity-completion | asynchronous completion}).
 */
export function isReportedIn(histories: readonly EventHistory[], task: HandOut): boolean {
  return historiesOf(histories, task).some((history) =>
    history.events.some(
      (event) =>
        eventTypeOf(event) !== 'ACTIVITY_TASK_TIMED_OUT' &&
        isActivityClose(event, task, history) &&
        attemptOf(event, history, 'startedEventId') === task.attempt,
    ),
  );
}

function historiesOf(histories: readonly EventHistory[], { workflowId, runId }: HandOut): readonly EventHistory[] {
  return histories.filter((one) => one.workflowId === workflowId && (runId ?? one.runId) === one.runId);
}

function isClose(event: HistoryEvent, task: HandOut, history: EventHistory): boolean {
  if (lookup(workflowEnds, eventTypeOf(event)) !== undefined) return true;
  if (task.task === 'activity') return isActivityClose(event, task, history);
  if (!workflowTaskCloses.has(eventTypeOf(event))) return false;
  const attempt = attemptOf(event, history, 'scheduledEventId');
  return textAttribute(event, 'startedEventId') === task.startedEventId && (task.attempt ?? attempt) === attempt;
}

function isActivityClose(event: HistoryEvent, task: HandOut, history: EventHistory): boolean {
  if (task.task !== 'activity' || lookup(activityCloses, eventTypeOf(event)) === undefined) return false;
  const scheduled = eventNamed(event, history, 'scheduledEventId');
  return scheduled !== undefined && textAttribute(scheduled, 'activityId') === task.activityId;
}

/** The attempt in the event that another names; Temporal leaves out the first. */
function attemptOf(event: HistoryEvent, history: EventHistory, name: string): number | null {
  const named = eventNamed(event, history, name);
  return named === undefined ? null : Number(attributesOf(named)['attempt'] ?? 1);
}

function eventNamed(event: HistoryEvent, history: EventHistory, name: string): HistoryEvent | undefined {
  const eventId = textAttribute(event, name);
  return history.events.find((one) => one.eventId === eventId);
}
