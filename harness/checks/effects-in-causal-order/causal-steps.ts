import {
  attributesOf,
  type EventHistory,
  eventIdOf,
  eventsOf,
  eventTypeOf,
  textAttribute,
} from '../../model/event-history.ts';
import { activityCloses, lookup, nameOf } from '../evidence/activity-records.ts';

/** A scheduled activity, with what the event history says of its place among the others. */
export interface Step {
  readonly activityId: string;
  readonly type: string;
  /** The last event that the workflow knew when it asked for the activity. */
  readonly askedAt: number;
  readonly scheduledMs: number;
  /** The event that closed it; null while it is open, or if the workflow no longer waited for it. */
  readonly closedAt: number | null;
}

/**
 * The activities of an event history as steps.
 *
 * @remarks Events that arrive while a worker completes a workflow task are recorded before the next one. So an activity
 * was asked for with the knowledge of what stood before the start of that task, and of nothing later.
 */
export function stepsOf(history: EventHistory): readonly Step[] {
  const byId = new Map(history.events.map((event) => [event.eventId, event]));
  const closes = new Map(
    history.events
      .filter((event) => lookup(activityCloses, eventTypeOf(event)) !== undefined)
      .toReversed()
      .map((event) => [textAttribute(event, 'scheduledEventId') ?? '', event]),
  );
  return eventsOf(history, 'ACTIVITY_TASK_SCHEDULED').map((scheduled) => {
    const task = byId.get(textAttribute(scheduled, 'workflowTaskCompletedEventId') ?? '');
    const startedEventId = task === undefined ? undefined : textAttribute(task, 'startedEventId');
    const close = closes.get(scheduled.eventId);
    const span = { scheduled: eventIdOf(scheduled), closed: close === undefined ? null : eventIdOf(close) };
    const isGivenUp = close !== undefined && eventTypeOf(close) === 'ACTIVITY_TASK_TIMED_OUT' && wentOn(history, span);
    return {
      activityId: textAttribute(scheduled, 'activityId') ?? '',
      type: nameOf(attributesOf(scheduled)['activityType']),
      askedAt: startedEventId === undefined ? span.scheduled : Number(startedEventId),
      scheduledMs: Date.parse(scheduled.eventTime),
      closedAt: isGivenUp ? null : span.closed,
    };
  });
}

const newWork: ReadonlySet<string> = new Set([
  'ACTIVITY_TASK_SCHEDULED',
  'TIMER_STARTED',
  'START_CHILD_WORKFLOW_EXECUTION_INITIATED',
]);

interface Span {
  readonly scheduled: number;
  readonly closed: number | null;
}

/** Whether the workflow asked for other work in a later workflow task while an activity was open. */
function wentOn(history: EventHistory, { scheduled, closed }: Span): boolean {
  const taskOf = (eventId: number): string | undefined => {
    const event = history.events.find((one) => eventIdOf(one) === eventId);
    return event === undefined ? undefined : textAttribute(event, 'workflowTaskCompletedEventId');
  };
  const own = taskOf(scheduled);
  return history.events.some((event) => {
    const eventId = eventIdOf(event);
    if (eventId <= scheduled || closed === null || eventId >= closed || !newWork.has(eventTypeOf(event))) return false;
    return textAttribute(event, 'workflowTaskCompletedEventId') !== own;
  });
}
