import {
  type EventHistory,
  eventsOf,
  eventTypeOf,
  type HistoryEvent,
  nthEvent,
  textAttribute,
} from '../../model/event-history.ts';
import {
  type CheckpointMoment,
  describeEnd,
  type EndedMoment,
  type EventMoment,
  type Moment,
} from '../../model/moment.ts';
import { activityCloses, endOf, lookup } from '../evidence/activity-records.ts';
import { armedAt, type JournalledStrike, TOLERANCE_MS } from './journalled-strike.ts';

/**
 * By how much a strike may be later than its moment, in milliseconds. The harness looks for events and rows every 25 ms;
 * the rest is for a server that answers late on a busy machine.
 */
const LATE_LIMIT_MS = 2000;

/** Why the planned time had not elapsed, or was long over; null if it had just elapsed. */
export function elapsedDoubt(strike: JournalledStrike, at: Extract<Moment, { kind: 'elapsed' }>): string | null {
  const armed = armedAt(strike);
  if (armed === undefined) return 'the journal does not say since when its moment was waited for';
  const elapsedMs = strike.reached.atMs - armed.atMs;
  if (elapsedMs < at.ms - TOLERANCE_MS) return `its moment came before ${at.ms} ms had elapsed`;
  return elapsedMs <= at.ms + LATE_LIMIT_MS ? null : `it struck ${Math.round(elapsedMs)} ms on, not ${at.ms} ms`;
}

/** Why the planned event was not the moment; null if the event history has it at that time. */
export function eventDoubt(strike: JournalledStrike, at: EventMoment): string | null {
  const { eventHistories } = strike.evidence;
  const what = `${at.eventType} no. ${at.nth} of ${at.workflowId}`;
  if (eventHistories.state === 'unavailable') return `${what} can't be verified without the event histories`;
  const histories = eventHistories.rows.filter(({ workflowId }) => workflowId === at.workflowId);
  if (histories.length === 0) return `${what} can't be verified: that workflow has no event history`;
  // One event for each run of the workflow: the harness looked at the run of that time.
  const doubts = histories.flatMap((history) => {
    const event = nthEvent(history, at);
    return event === undefined ? [] : [timeDoubt(strike, { what, first: event, last: event })];
  });
  if (doubts.length === 0) return `the event history has no ${what}`;
  return doubts.includes(null) ? null : (doubts[0] ?? null);
}

/**
 * Why the planned checkpoint was not the moment; null if there is such a row and its time fits.
 *
 * @remarks A row has no time. The activity that wrote it has: the row became visible while that ran. A row of a local
 * activity, which has no event, is only known to exist.
 */
export function checkpointDoubt(strike: JournalledStrike, at: CheckpointMoment): string | null {
  const { checkpoints, eventHistories } = strike.evidence;
  const what = `checkpoint ${at.stage} of ${at.workflowId}`;
  if (checkpoints.state === 'unavailable') return `${what} can't be verified without the checkpoints`;
  const rows = checkpoints.rows.filter(({ workflowId, stage }) => workflowId === at.workflowId && stage === at.stage);
  if (rows.length === 0) return `no row is ${what}`;
  if (eventHistories.state === 'unavailable') return `${what} can't be dated without the event histories`;
  const histories = eventHistories.rows.filter(({ workflowId }) => workflowId === at.workflowId);
  const doubts = histories.flatMap((history) =>
    eventsOf(history, 'ACTIVITY_TASK_SCHEDULED')
      .filter((event) => rows.some(({ activityId }) => activityId === textAttribute(event, 'activityId')))
      .map((event) => timeDoubt(strike, { what, first: event, last: closeOf(history.events, event) })),
  );
  return doubts.length === 0 || doubts.includes(null) ? null : (doubts[0] ?? null);
}

/** Why the ends of the planned workflows were not the moment; null if the last of them came just before. */
export function endedDoubt(strike: JournalledStrike, at: EndedMoment): string | null {
  const { eventHistories } = strike.evidence;
  const what = describeEnd(at);
  if (eventHistories.state === 'unavailable') return `${what} can't be verified without the event histories`;
  const ends = at.workflowIds.map((id) => lastEndOf(eventHistories.rows.filter((one) => one.workflowId === id)));
  const open = ends.indexOf(undefined);
  if (open !== -1) return `the event history has no end of ${at.workflowIds[open]}`;
  const [last] = ends.flatMap((end) => end ?? []).toSorted((a, b) => Date.parse(b.eventTime) - Date.parse(a.eventTime));
  return last === undefined ? `${what} can't be dated` : timeDoubt(strike, { what, first: last, last });
}

/** The event that ended the last run of a workflow; undefined if a run is still open, or there is none. */
function lastEndOf(runs: readonly EventHistory[]): HistoryEvent | undefined {
  const ends = runs.map((history) => (endOf(history) === null ? undefined : history.events.at(-1)));
  if (ends.includes(undefined)) return undefined;
  return ends.flatMap((end) => end ?? []).toSorted((a, b) => Date.parse(b.eventTime) - Date.parse(a.eventTime))[0];
}

function closeOf(events: readonly HistoryEvent[], { eventId }: HistoryEvent): HistoryEvent | undefined {
  return events.find(
    (event) =>
      textAttribute(event, 'scheduledEventId') === eventId && lookup(activityCloses, eventTypeOf(event)) !== undefined,
  );
}

interface Span {
  readonly what: string;
  readonly first: HistoryEvent;
  /** Undefined if it never came: then the span can't have been over long before. */
  readonly last: HistoryEvent | undefined;
}

/** Why the strike doesn't fit what it waited for, which came between two events. */
function timeDoubt(strike: JournalledStrike, { what, first, last }: Span): string | null {
  const struckMs = Date.parse(strike.reached.time);
  const earlyMs = Date.parse(first.eventTime) - struckMs;
  if (earlyMs > TOLERANCE_MS) return `it struck ${Math.round(earlyMs)} ms before ${what}`;
  const armedMs = Date.parse(armedAt(strike)?.time ?? strike.reached.time);
  const lateMs = struckMs - Math.max(armedMs, Date.parse(last?.eventTime ?? strike.reached.time));
  return lateMs <= LATE_LIMIT_MS ? null : `it struck ${Math.round(lateMs)} ms after ${what}`;
}
