import { count } from '../model/count.ts';
import {
  attributesOf,
  durationMs,
  type EventHistory,
  eventsOf,
  type HistoryEvent,
  textAttribute,
} from '../model/event-history.ts';
import type { Violation } from '../model/violation.ts';
import { defineCheck, everyPoint, invalid, unknown, valid } from './define-check.ts';
import { endOf } from './evidence/activity-records.ts';
import { describeDoubt, doubtful, type JobRecord, jobRecords } from './evidence/job-records.ts';

/** Event times are read in whole milliseconds, and the server sets its timers in them, so two may be lost. */
const RESOLUTION_MS = 2;

/**
 * No timer fires before its time, and each timer that a job expects was asked for with at least the expected time.
 *
 * @remarks The first half holds the server to what the workflow asked for, by the times of one and the same clock. The
 * second half holds the workflow to its inputs, such as an embargo or a grace period: a workflow that asks for half the
 * time keeps every promise of Temporal and breaks that of the business. An expected timer is any timer that has fired: the
 * longest one that fired is compared with the longest expected one, and so on. A timer that a workflow cancels proves
 * nothing. A workflow that ends otherwise than expected may not have reached its timers, so they are not judged.
 */
export const timersAsExpected = defineCheck({
  name: 'timers-as-expected',
  invariant: 'No timer fires before its time, and each expected timer was asked for with at least the expected time.',
  books: ['eventHistories'],
  points: everyPoint,
  judge: (evidence) => {
    const records = jobRecords(evidence);
    const histories = records.flatMap((record) => record.histories);
    if (histories.length === 0) return unknown('There is no event history of any job.');
    const fired = histories.flatMap((history) => firedTimers(history));
    const due = records.filter((record) => endsAsExpected(record));
    const expected = due.reduce((sum, { job }) => sum + (job.expect.timers?.length ?? 0), 0);
    const violations = [...fired.flatMap((timer) => early(timer)), ...due.flatMap((record) => tooShort(record))];
    const numbers = `${count(fired.length, 'timer')} fired in ${count(histories.length, 'event history', 'event histories')}, ${expected} expected`;
    const [first] = violations;
    if (first !== undefined) {
      const short = `${count(violations.length, 'timer')} too short`;
      return invalid(`${short}: ${numbers}; first, of ${first.workflowId}: ${first.detail}`, violations);
    }
    const doubts = doubtful(records);
    if (doubts.length > 0) return unknown(describeDoubt(doubts));
    return valid(`None was too short: ${numbers}.`);
  },
});

type ShortTimer = Violation & { readonly workflowId: string; readonly detail: string };

interface FiredTimer {
  readonly workflowId: string;
  readonly timerId: string;
  /** The time that the workflow asked for, in milliseconds. */
  readonly askedMs: number;
  /** The time until it fired, in milliseconds; null if the server was made to skip time, as tests of workflows do. */
  readonly ranMs: number | null;
}

function firedTimers(history: EventHistory): readonly FiredTimer[] {
  const isSkipped = eventsOf(history, 'TIME_SKIPPING_TRANSITIONED').length > 0;
  const started = new Map(eventsOf(history, 'TIMER_STARTED').map((event) => [event.eventId, event]));
  return eventsOf(history, 'TIMER_FIRED').flatMap((event) => {
    const begin = started.get(textAttribute(event, 'startedEventId') ?? '');
    const askedMs = durationMs(begin === undefined ? undefined : attributesOf(begin)['startToFireTimeout']);
    if (begin === undefined || askedMs === null) return [];
    const { workflowId } = history;
    const ranMs = isSkipped ? null : timeOf(event) - timeOf(begin);
    return [{ workflowId, timerId: textAttribute(begin, 'timerId') ?? '', askedMs, ranMs }];
  });
}

function timeOf({ eventTime }: HistoryEvent): number {
  return Date.parse(eventTime);
}

function early({ workflowId, timerId, askedMs, ranMs }: FiredTimer): readonly ShortTimer[] {
  if (ranMs === null || ranMs >= askedMs - RESOLUTION_MS) return [];
  const detail = `Timer ${timerId} was asked for with ${askedMs} ms and fired after ${ranMs} ms.`;
  return [{ workflowId, violation: 'timer-early', detail, expected: askedMs, actual: ranMs }];
}

function endsAsExpected({ job, histories, doubt }: JobRecord): boolean {
  return doubt === null && histories.some((history) => endOf(history) === job.expect.end);
}

/** The longest timer that fired stands for the longest expected one. */
function tooShort({ job, histories }: JobRecord): readonly ShortTimer[] {
  const longest = (a: number, b: number): number => b - a;
  const asked = histories.flatMap((history) => firedTimers(history).map(({ askedMs }) => askedMs)).toSorted(longest);
  const expected = (job.expect.timers ?? []).toSorted((a, b) => longest(a.atLeastMs, b.atLeastMs));
  return expected.flatMap(({ name, atLeastMs }, index): readonly ShortTimer[] => {
    const actual = asked[index] ?? null;
    if (actual !== null && actual >= atLeastMs) return [];
    const got = actual === null ? 'no timer fired for it' : `the workflow asked for ${actual} ms`;
    const detail = `The timer "${name}" must run ${atLeastMs} ms, but ${got}.`;
    return [{ workflowId: job.workflowId, violation: 'timer-early', detail, expected: atLeastMs, actual }];
  });
}
