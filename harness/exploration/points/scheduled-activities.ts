import { activityKey } from '../../model/crash-point.ts';
import {
  attributesOf,
  type EventHistory,
  eventsOf,
  type HistoryEvent,
  textAttribute,
} from '../../model/event-history.ts';
import { ownEvents } from '../../model/execution-chains.ts';
import type { Json } from '../../model/json.ts';

/** An activity of an event history. */
export interface ScheduledActivity {
  readonly event: HistoryEvent;
  readonly type: string;
  /** The texts by which places name it: by its position among those of its type, and by its id. */
  readonly keys: readonly string[];
}

/**
 * The activities that a run itself scheduled, in that order.
 *
 * @param execution - the name of the run in places; left out: it is the first
 */
export function scheduledActivities(history: EventHistory, execution?: string): readonly ScheduledActivity[] {
  const counts = new Map<string, number>();
  return eventsOf(ownEvents(history), 'ACTIVITY_TASK_SCHEDULED').map((event) => {
    const type = activityTypeOf(event);
    const nth = (counts.get(type) ?? 0) + 1;
    counts.set(type, nth);
    const activityId = textAttribute(event, 'activityId') ?? '';
    const names = [{ activityId, activity: { type, nth } }, { activityId }];
    return { event, type, keys: names.map((name) => activityKey({ execution, ...name })) };
  });
}

/** The type of an activity, by the event of its schedule. */
export function activityTypeOf(event: HistoryEvent): string {
  const type = attributesOf(event)['activityType'] as { readonly name?: Json } | null | undefined;
  return typeof type?.name === 'string' ? type.name : '';
}
