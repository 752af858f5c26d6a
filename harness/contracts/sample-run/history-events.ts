import { attributesOf, type EventHistory, eventTypeOf, type HistoryEvent } from '../../model/event-history.ts';
import { historiesOfRun } from './two-documents.ts';

const [ofFirstDocument] = historiesOfRun();

/** The event by which an activity was scheduled. */
export function scheduleOf(history: EventHistory | undefined, activityId: string): HistoryEvent {
  const found = history?.events.find((event) => attributesOf(event).activityId === activityId);
  if (found === undefined)
    throw new TypeError(`Expected activity ${activityId} in the event history, but it is not there.`);
  return found;
}

/** Whether an event is the start of an activity of the first document. */
export function isStart(event: HistoryEvent, activityId: string): boolean {
  return eventTypeOf(event) === 'ACTIVITY_TASK_STARTED' && isOf(event, activityId);
}

/** Whether an event is the completion of an activity of the first document. */
export function isCompletion(event: HistoryEvent, activityId: string): boolean {
  return eventTypeOf(event) === 'ACTIVITY_TASK_COMPLETED' && isOf(event, activityId);
}

/** The same event under the name of another type. */
export function renamed(event: HistoryEvent, type: string): HistoryEvent {
  return { ...event, eventType: `EVENT_TYPE_${type}` };
}

function isOf(event: HistoryEvent, activityId: string): boolean {
  return attributesOf(event).scheduledEventId === scheduleOf(ofFirstDocument, activityId).eventId;
}
