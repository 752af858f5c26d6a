import {
  attributesOf,
  type EventHistory,
  eventIdOf,
  eventsOf,
  eventTypeOf,
  type HistoryEvent,
  payloadsOf,
  textAttribute,
} from '../../model/event-history.ts';
import type { Expectation } from '../../model/expectation.ts';
import type { Json } from '../../model/json.ts';

/** The events that close a scheduled activity. */
export const activityCloses = {
  ACTIVITY_TASK_COMPLETED: 'completed',
  ACTIVITY_TASK_FAILED: 'failed',
  ACTIVITY_TASK_TIMED_OUT: 'timed-out',
  ACTIVITY_TASK_CANCELED: 'canceled',
} as const;

/** The events that end a workflow execution, with the plan's word for each. */
export const workflowEnds = {
  WORKFLOW_EXECUTION_COMPLETED: 'completed',
  WORKFLOW_EXECUTION_FAILED: 'failed',
  WORKFLOW_EXECUTION_CANCELED: 'canceled',
  WORKFLOW_EXECUTION_TERMINATED: 'terminated',
  WORKFLOW_EXECUTION_TIMED_OUT: 'timed-out',
  WORKFLOW_EXECUTION_CONTINUED_AS_NEW: 'continued-as-new',
} as const;

/** One event by which an activity was closed. */
export interface ActivityClose {
  readonly how: (typeof activityCloses)[keyof typeof activityCloses];
  readonly eventId: number;
}

/** One scheduled activity of an event history. */
export interface ActivityRecord {
  readonly activityId: string;
  readonly type: string;
  readonly scheduledEventId: number;
  /** The last attempt that was started, the only one that Temporal records; null if none was. */
  readonly attempt: number | null;
  /** Exactly one in a whole event history. */
  readonly closes: readonly ActivityClose[];
  /** Its result, which may be no JSON (`isOpaque`); null if it returned nothing or didn't complete. */
  readonly result: Json;
  readonly cancelRequested: boolean;
}

/** The activities of an event history, in the order they were scheduled. */
export function activityRecords(history: EventHistory): readonly ActivityRecord[] {
  const about = Map.groupBy(history.events, (event) => textAttribute(event, 'scheduledEventId') ?? '');
  return eventsOf(history, 'ACTIVITY_TASK_SCHEDULED').map((scheduled) => {
    // Workflow tasks have a scheduledEventId too, but never that of an activity.
    const events = about.get(scheduled.eventId) ?? [];
    const started = events.findLast((event) => eventTypeOf(event) === 'ACTIVITY_TASK_STARTED');
    const completed = events.find((event) => eventTypeOf(event) === 'ACTIVITY_TASK_COMPLETED');
    return {
      activityId: textAttribute(scheduled, 'activityId') ?? '',
      type: nameOf(attributesOf(scheduled).activityType),
      scheduledEventId: eventIdOf(scheduled),
      attempt: started === undefined ? null : Number(attributesOf(started).attempt ?? 1),
      closes: events.flatMap((event) => closeOf(event)),
      result: completed === undefined ? null : (payloadsOf(attributesOf(completed).result)[0] ?? null),
      cancelRequested: events.some((event) => eventTypeOf(event) === 'ACTIVITY_TASK_CANCEL_REQUESTED'),
    };
  });
}

/** How a workflow ended, in the plan's word; null while it hasn't. */
export function endOf(history: EventHistory): (typeof workflowEnds)[keyof typeof workflowEnds] | null {
  const last = history.events.at(-1);
  return last === undefined ? null : (lookup(workflowEnds, eventTypeOf(last)) ?? null);
}

/**
 * Whether this activity may be left unclosed: the workflow doesn't wait for it any more, because it asked for its
 * cancellation or has ended.
 *
 * @param closed - the activities that the plan expects closed when the workflow ends by itself
 */
export function mayStayOpen(record: ActivityRecord, history: EventHistory, closed: Expectation['closed']): boolean {
  const end = endOf(history);
  if (record.cancelRequested || end === 'terminated' || end === 'timed-out') return true;
  const mustBeClosed = closed === 'every-activity' || closed?.includes(record.type) === true;
  return end !== null && !mustBeClosed;
}

/** The `name` of a type's message, such as `activityType`. */
export function nameOf(type: Json | undefined): string {
  const name = (type as { readonly name?: Json } | null | undefined)?.name;
  return typeof name === 'string' ? name : '';
}

/** The value of a table under a key that may be absent or inherited. */
export function lookup<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function closeOf(event: HistoryEvent): ActivityClose[] {
  const how = lookup(activityCloses, eventTypeOf(event));
  return how === undefined ? [] : [{ how, eventId: eventIdOf(event) }];
}
