import { attributesOf, type EventHistory, eventTypeOf, type HistoryEvent } from '../../model/event-history.ts';
import type { Json } from '../../model/json.ts';
import { isUnread, payloadsIn, payloadsOf } from '../../model/payloads.ts';
import { nameOf } from './activity-records.ts';

/** The payloads of event histories that can't be decoded, by event and encoding: no check compares their values. */
export function unreadPayloads(histories: readonly EventHistory[]): readonly string[] {
  const found = histories.flatMap(({ events }) => {
    const scheduled = new Map(events.map((event) => [event.eventId, event]));
    return events.flatMap((event) => encodingsIn(event).map((encoding) => ({ encoding, of: whose(event, scheduled) })));
  });
  const groups = Map.groupBy(found, ({ of, encoding }) => JSON.stringify([of, encoding]));
  return [...groups.values()].map((same) => {
    const [first] = same;
    return `payloads of ${first?.of ?? ''} (${same.length}, ${first?.encoding ?? ''}: can't be decoded)`;
  });
}

/** The encodings of what is in an event and can't be decoded. */
function encodingsIn(event: HistoryEvent): readonly string[] {
  const values = payloadsOf({ payloads: payloadsIn(attributesOf(event)) as readonly Json[] });
  return values.flatMap((value) => (isUnread(value) ? [value.payloadEncoding] : []));
}

/** The type of an event, with the name of the activity, the signal or the workflow that it is about. */
function whose(event: HistoryEvent, events: ReadonlyMap<string, HistoryEvent>): string {
  const attributes = attributesOf(event);
  const { scheduledEventId, signalName } = attributes;
  const scheduled = events.get(typeof scheduledEventId === 'string' ? scheduledEventId : '');
  const activity = nameOf(attributes['activityType'] ?? (scheduled && attributesOf(scheduled)['activityType']));
  const name = typeof signalName === 'string' ? signalName : activity || nameOf(attributes['workflowType']);
  return name === '' ? eventTypeOf(event) : `${eventTypeOf(event)} ${name}`;
}
