import {
  attributesOf,
  type EventHistory,
  eventsOf,
  type HistoryEvent,
  textAttribute,
} from '../../model/event-history.ts';

/** One attempt of a workflow task, as the server dispatched it. */
export interface TaskAttempt {
  /** The id of its WORKFLOW_TASK_STARTED event. */
  readonly startedEventId: string;
  /** From 1. */
  readonly attempt: number;
}

/**
 * The events by which that attempt of a workflow task was completed: one, or none.
 *
 * @remarks Attempts of one workflow task may share the id of their start: then the attempt that was scheduled tells
 * them apart.
 */
export function taskCompletions(
  history: EventHistory,
  { startedEventId, attempt }: TaskAttempt,
): readonly HistoryEvent[] {
  const scheduled = new Map(eventsOf(history, 'WORKFLOW_TASK_SCHEDULED').map((event) => [event.eventId, event]));
  const attemptOf = (event: HistoryEvent): number => {
    const asked = scheduled.get(textAttribute(event, 'scheduledEventId') ?? '');
    return Number((asked === undefined ? undefined : attributesOf(asked)['attempt']) ?? 1);
  };
  return eventsOf(history, 'WORKFLOW_TASK_COMPLETED').filter(
    (event) => textAttribute(event, 'startedEventId') === startedEventId && attemptOf(event) === attempt,
  );
}
