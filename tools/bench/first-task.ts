import { type EventHistory, eventsOf, type HistoryEvent, textAttribute } from '../../harness/model/event-history.ts';

/** When a workflow's first workflow task was started, counted from the start of the workflow, in milliseconds. */
export interface FirstTask {
  /** When the workflow was started, by the server's clock, in milliseconds since 1970. */
  readonly begunMs: number;
  readonly handedOutMs: number;
  /** When the first one that was answered was started; later than `handedOutMs` only where tasks were lost before. */
  readonly answeredMs: number;
  readonly lost: boolean;
}

/**
 * Reads the first workflow task from an event history.
 *
 * @remarks By the server's own times, both ends on one clock.
 * @throws Error where no workflow task was answered.
 */
export function firstTaskOf(history: EventHistory): FirstTask {
  const [begun] = eventsOf(history, 'WORKFLOW_EXECUTION_STARTED');
  const started = eventsOf(history, 'WORKFLOW_TASK_STARTED');
  const [completed] = eventsOf(history, 'WORKFLOW_TASK_COMPLETED');
  const answeredId = completed === undefined ? undefined : textAttribute(completed, 'startedEventId');
  const answered = started.find(({ eventId }) => eventId === answeredId);
  const [first] = started;
  if (begun === undefined || first === undefined || answered === undefined) {
    throw new Error(`Expected ${history.workflowId} to have an answered workflow task, but it has none.`);
  }
  return {
    begunMs: millisecondsOf(begun),
    handedOutMs: millisecondsBetween(begun, first),
    answeredMs: millisecondsBetween(begun, answered),
    lost: first !== answered,
  };
}

/** `Date` knows milliseconds only, the server's times have nanoseconds. */
function millisecondsBetween(from: HistoryEvent, to: HistoryEvent): number {
  return millisecondsOf(to) - millisecondsOf(from);
}

function millisecondsOf({ eventTime }: HistoryEvent): number {
  const [, whole = '', fraction = ''] = /^([^.Z]+)(?:\.(\d+))?Z$/.exec(eventTime) ?? [];
  const ms = Date.parse(`${whole}Z`) + Number(`0.${fraction === '' ? '0' : fraction}`) * 1000;
  if (Number.isNaN(ms)) throw new Error(`Expected a time of an event, but it is "${eventTime}".`);
  return ms;
}
