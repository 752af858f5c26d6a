import {
  attributesOf,
  type EventHistory,
  eventIdOf,
  eventsOf,
  type HistoryEvent,
  payloadsOf,
  textAttribute,
} from '../../model/event-history.ts';
import { type Json, valueAt } from '../../model/json.ts';
import type { ActivityRecord } from './activity-records.ts';

/** The names of the markers of local activities: of the SDKs that stand on sdk-core, then of Go and Java. */
const markers: ReadonlySet<string> = new Set(['core_local_activity', 'LocalActivity']);

/**
 * The local activities of an event history, in the order they ended.
 *
 * @remarks A {@link https://docs.temporal.io/local-activity | local activity} leaves one event, a marker, once it has
 * ended and the worker's task is completed. So its schedule is unknown: the marker stands for it. A marker whose
 * details can't be read gives a record with an empty id and type.
 */
export function localActivityRecords(history: EventHistory): readonly ActivityRecord[] {
  return eventsOf(history, 'MARKER_RECORDED')
    .filter((event) => markers.has(textAttribute(event, 'markerName') ?? ''))
    .map((event) => ({
      activityId: textIn(event, ['activity_id', 'ActivityID'], 'activityId'),
      type: textIn(event, ['activity_type', 'ActivityType'], 'type'),
      scheduledEventId: eventIdOf(event),
      attempt: null,
      closes: [{ how: hasFailed(event) ? 'failed' : 'completed', eventId: eventIdOf(event) }],
      result: payloadsOf(detailOf(event, 'result'))[0] ?? null,
      cancelRequested: false,
    }));
}

function hasFailed(event: HistoryEvent): boolean {
  return (attributesOf(event).failure ?? null) !== null;
}

/** A text in the details: in `data`, under one of the names, or in a separate detail. */
function textIn(event: HistoryEvent, names: readonly string[], detail: string): string {
  const [data] = payloadsOf(detailOf(event, 'data'));
  const found = [...names.map((name) => valueAt(data, name)), payloadsOf(detailOf(event, detail))[0]];
  return found.find((value) => typeof value === 'string') ?? '';
}

function detailOf(event: HistoryEvent, name: string): Json | undefined {
  return valueAt(attributesOf(event).details, name);
}
