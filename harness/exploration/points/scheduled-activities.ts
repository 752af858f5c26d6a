import { activityKey } from '../../model/crash-point.ts';
import {
  attributesOf,
  type EventHistory,
  eventsOf,
  type HistoryEvent,
  textAttribute,
} from '../../model/event-history.ts';
import type { Json } from '../../model/json.ts';

/** An activity of an event history. */
export interface ScheduledActivity {
  readonly event: HistoryEvent;
  readonly type: string;
  /** The texts by which places name it: by its position among those of its type, and by its id. */
  readonly keys: readonly string[];
}

/** The activities of an event history, in the order of their schedule. */
export function scheduledActivities(history: EventHistory): readonly ScheduledActivity[] {
  const counts = new Map<string, number>();
  return eventsOf(history, 'ACTIVITY_TASK_SCHEDULED').map((event) => {
    const type = activityTypeOf(event);
    const nth = (counts.get(type) ?? 0) + 1;
    counts.set(type, nth);
    const activityId = textAttribute(event, 'activityId') ?? '';
    return { event, type, keys: [activityKey({ activityId, activity: { type, nth } }), activityKey({ activityId })] };
  });
}

/** The type of an activity, by the event of its schedule. */
export function activityTypeOf(event: HistoryEvent): string {
  const type = attributesOf(event)['activityType'] as { readonly name?: Json } | null | undefined;
  return typeof type?.name === 'string' ? type.name : '';
}
