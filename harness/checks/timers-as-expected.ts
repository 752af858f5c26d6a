import { count } from '../model/count.ts';
import {
  attributesOf,
  durationMs,
  type EventHistory,
  eventsOf,
  type HistoryEvent,
  textAttribute,
} from '../model/event-history.ts';
import type { ToldViolation } from '../model/violation.ts';
import { defineCheck, everyPoint, invalid, unknown, valid, withFirst } from './define-check.ts';
import { endOf } from './evidence/activity-records.ts';
import { describeDoubt, doubtful, type JobRecord, jobRecords } from './evidence/job-records.ts';

/** Event times are read in whole milliseconds, and the server sets its timers in them, so two may be lost. */
const RESOLUTION_MS = 2;

/**
 * No timer fires before its time, and each timer that a job expects was asked for with the expected time.
 *
 * @remarks The first half holds the server to what the workflow asked for, by the times of one and the same clock. The
 * second half holds the workflow to its inputs, such as an embargo or a grace period: a workflow that asks for half the
 * time keeps every promise of Temporal and breaks that of the business. An expected timer is any timer that has fired: the
 * longest one that fired is compared with the longest expected one, and so on. If a longest time is given (`atMostMs`), one
 * of those that fired must be within both. A timer that a workflow cancels proves
 * nothing. A workflow that ends otherwise than expected may not have reached its timers, so they are not judged.
 */
export const timersAsExpected = defineCheck({
  name: 'timers-as-expected',
  invariant: 'No timer fires before its time, and each expected timer was asked for with the expected time.',
  books: ['eventHistories'],
  points: everyPoint,
  judge: (evidence) => {
    const records = jobRecords(evidence);
    const histories = records.flatMap((record) => record.histories);
    if (histories.length === 0) return unknown('There is no event history of any job.');
    const fired = histories.flatMap((history) => firedTimers(history));
    const due = records.filter((record) => endsAsExpected(record));
    const expected = due.reduce((sum, { job }) => sum + (job.expect.timers?.length ?? 0), 0);
    const asked = due.flatMap((record) => [...tooShort(record), ...tooLong(record)]);
    const violations = [...fired.flatMap((timer) => early(timer)), ...asked];
    const numbers = `${count(fired.length, 'timer')} fired in ${count(histories.length, 'event history', 'event histories')}, ${expected} expected`;
    const [first] = violations;
    if (first !== undefined) {
      const wrong = `${count(violations.length, 'timer')} too ${first.violation === 'timer-late' ? 'long' : 'short'}`;
      return invalid(withFirst(`${wrong}: ${numbers}`, violations), violations);
    }
    const doubts = doubtful(records);
    if (doubts.length > 0) return unknown(describeDoubt(doubts));
    return valid(`None was too short or too long: ${numbers}.`);
  },
});

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

function early({ workflowId, timerId, askedMs, ranMs }: FiredTimer): readonly ToldViolation[] {
  if (ranMs === null || ranMs >= askedMs - RESOLUTION_MS) return [];
  const detail = `Timer ${timerId} was asked for with ${askedMs} ms and fired after ${ranMs} ms.`;
  const sides = { expected: askedMs, actual: ranMs };
  return [{ workflowId, violation: 'timer-early', step: `timer ${timerId}`, detail, ...sides }];
}

function endsAsExpected({ job, histories, doubt }: JobRecord): boolean {
  return doubt === null && histories.some((history) => endOf(history) === job.expect.end);
}

/** The longest timer that fired stands for the longest expected one. */
function tooShort({ job, histories }: JobRecord): readonly ToldViolation[] {
  const longest = (a: number, b: number): number => b - a;
  const asked = histories.flatMap((history) => firedTimers(history).map(({ askedMs }) => askedMs)).toSorted(longest);
  const expected = (job.expect.timers ?? []).toSorted((a, b) => longest(a.atLeastMs, b.atLeastMs));
  return expected.flatMap(({ name, atLeastMs }, index): readonly ToldViolation[] => {
    const actual = asked[index] ?? null;
    if (actual !== null && actual >= atLeastMs) return [];
    const got = actual === null ? 'no timer fired for it' : `the workflow asked for ${actual} ms`;
    const detail = `The timer "${name}" must run ${atLeastMs} ms, but ${got}.`;
    const step = `timer ${name}`;
    return [{ workflowId: job.workflowId, violation: 'timer-early', step, detail, expected: atLeastMs, actual }];
  });
}

/** Each expected timer with a longest time takes the shortest one that fired and is long enough, the strictest one first. */
function tooLong({ job, histories }: JobRecord): readonly ToldViolation[] {
  const free = histories
    .flatMap((history) => firedTimers(history).map(({ askedMs }) => askedMs))
    .toSorted((a, b) => a - b);
  const limited = (job.expect.timers ?? [])
    .flatMap(({ atMostMs, ...timer }) => (atMostMs === undefined ? [] : [{ ...timer, atMostMs }]))
    .toSorted((a, b) => a.atMostMs - b.atMostMs);
  return limited.flatMap(({ name, atLeastMs, atMostMs }): readonly ToldViolation[] => {
    const index = free.findIndex((askedMs) => askedMs >= atLeastMs);
    const [actual] = index === -1 ? [] : free.splice(index, 1);
    // One that is too short, or not there at all, is said to be so.
    if (actual === undefined || actual <= atMostMs) return [];
    const detail = `The timer "${name}" may run ${atMostMs} ms at most, but the workflow asked for ${actual} ms.`;
    const step = `timer ${name}`;
    return [{ workflowId: job.workflowId, violation: 'timer-late', step, detail, expected: atMostMs, actual }];
  });
}
