import { attributesOf, type EventHistory, eventsOf, payloadsOf, textAttribute } from './event-history.ts';
import type { Json } from './json.ts';

/** What went into an activity and what came out of it. */
export interface ActivityValues {
  readonly activityId: string;
  readonly type: string;
  /** The attempt that completed it. */
  readonly attempt: number;
  /** The list of its arguments. */
  readonly input: readonly Json[];
  /** Null if it returned nothing. */
  readonly result: Json;
}

/**
 * The values of the completed activities of an event history, in the order they were scheduled.
 *
 * @remarks An activity that failed for good, or was given up, has no result; a workflow that asks again schedules another
 * one. So only completed ones are counted. A local activity has no event, so it is not among them.
 */
export function activityValuesOf(history: EventHistory): readonly ActivityValues[] {
  const starts = new Map(eventsOf(history, 'ACTIVITY_TASK_STARTED').map((event) => [event.eventId, event]));
  const completions = new Map(
    eventsOf(history, 'ACTIVITY_TASK_COMPLETED').map((event) => [textAttribute(event, 'scheduledEventId'), event]),
  );
  return eventsOf(history, 'ACTIVITY_TASK_SCHEDULED').flatMap((scheduled) => {
    const completed = completions.get(scheduled.eventId);
    if (completed === undefined) return [];
    const { activityType, input } = attributesOf(scheduled);
    const started = starts.get(textAttribute(completed, 'startedEventId') ?? '');
    return [
      {
        activityId: textAttribute(scheduled, 'activityId') ?? '',
        type: (activityType as { readonly name?: string } | undefined)?.name ?? '',
        attempt: started === undefined ? 1 : Number(attributesOf(started).attempt ?? 1),
        input: payloadsOf(input),
        result: payloadsOf(attributesOf(completed).result)[0] ?? null,
      },
    ];
  });
}
