import { z } from 'zod';
import { grouped } from './grouped.ts';
import type { Json } from './json.ts';

export { isOpaque, payloadsOf } from './payloads.ts';

/** Schema of an event in Temporal's own JSON (protobuf JSON mapping); attributes are kept as they came. */
export const historyEventSchema = z.looseObject({
  eventId: z.string(),
  eventTime: z.string(),
  eventType: z.string().startsWith('EVENT_TYPE_'),
});
/** One event of an event history. */
export type HistoryEvent = z.infer<typeof historyEventSchema>;

/** Temporal's record of one workflow execution. */
export interface EventHistory {
  readonly workflowId: string;
  readonly runId: string;
  readonly events: readonly HistoryEvent[];
  /**
   * The events as Temporal recorded them, if those of `events` have decoded payloads; left out: they are the same.
   *
   * @remarks Checks read `events`. Replays, the SDK and Temporal's UI need what was recorded.
   */
  readonly recorded?: readonly HistoryEvent[];
}

/** Schema of a file in event-histories/: Temporal's own form, replayable by the SDK and the Temporal UI. */
export const historyFileSchema = z.looseObject({ events: z.array(historyEventSchema) });

/** An event as another tool wrote it: its id is text or a number, and names are spelled in several ways. */
const exportedEventSchema = z.looseObject({ eventId: z.union([z.string(), z.number()]), eventType: z.string() });

/** Schema of a file of another tool. */
export const exportedFileSchema = z.looseObject({ events: z.array(exportedEventSchema) });

/** An event's type without Temporal's prefix: `ACTIVITY_TASK_COMPLETED`. */
export function eventTypeOf(event: HistoryEvent): string {
  return event.eventType.slice('EVENT_TYPE_'.length);
}

/** The attributes of an event; the name of their field depends on the event's type. */
export function attributesOf(event: HistoryEvent): Readonly<Record<string, Json>> {
  const field = Object.keys(event).find((key) => key.endsWith('EventAttributes'));
  return field === undefined ? {} : (event[field] as Record<string, Json>);
}

/** An attribute that is text (ids are text in Temporal's JSON), or undefined if it is missing or something else. */
export function textAttribute(event: HistoryEvent, name: string): string | undefined {
  const value = attributesOf(event)[name];
  return typeof value === 'string' ? value : undefined;
}

/** The events of one type, in order. */
export function eventsOf(history: EventHistory, type: string): readonly HistoryEvent[] {
  return byType(history.events, type);
}

const byType = grouped((event: HistoryEvent) => eventTypeOf(event));

/** The n-th event of a type, from 1, for which moments and a client's actions wait; undefined while it isn't there. */
export function nthEvent(
  history: EventHistory,
  { eventType, nth }: { readonly eventType: string; readonly nth: number },
): HistoryEvent | undefined {
  return eventsOf(history, eventType)[nth - 1];
}

/** An event id as a number, by which events are ordered. */
export function eventIdOf(event: HistoryEvent): number {
  return Number(event.eventId);
}

/**
 * Says which event stands at the wrong place, as if events are missing, doubled or swapped; null if all are in order.
 *
 * @remarks Temporal numbers the events of an execution from 1, without gaps.
 */
export function disorderOf(events: readonly HistoryEvent[]): string | null {
  const index = events.findIndex(({ eventId }, place) => eventId !== String(place + 1));
  const event = events[index];
  return event === undefined ? null : `event ${event.eventId} stands where event ${index + 1} belongs`;
}

/** The length of a protobuf duration such as `2s` or `0.200s`, in milliseconds; null if there is none. */
export function durationMs(duration: Json | undefined): number | null {
  if (typeof duration !== 'string' || !duration.endsWith('s')) return null;
  // 1.005 * 1000 is less than 1005.
  return Math.round(Number(duration.slice(0, -1)) * 1e9) / 1e6;
}
