import { count } from '../model/count.ts';
import { attributesOf, durationMs, type EventHistory, eventsOf, textAttribute } from '../model/event-history.ts';
import type { ExpectedActivityOptions } from '../model/expected-activity-options.ts';
import { canonicalJson, type Json } from '../model/json.ts';
import type { Plan } from '../model/plan.ts';
import type { ToldViolation } from '../model/violation.ts';
import { defineCheck, invalid, unknown, valid, withFirst } from './define-check.ts';
import { nameOf } from './evidence/activity-records.ts';
import { describeDoubt, doubtful, type JobRecord, jobRecords } from './evidence/job-records.ts';

/**
 * Activities are scheduled with the timeouts and retries that the plan gives.
 *
 * @remarks `recovers-within-bound` takes its bound from these very options. So a heartbeat timeout that is missing or ten
 * times too long makes each recovery slow and none of them late, and too few attempts show only in an outage.
 */
export const activityOptionsAsExpected = defineCheck({
  name: 'activity-options-as-expected',
  invariant: 'Each activity of a type for which the plan gives timeouts or retries is scheduled with these.',
  books: ['eventHistories'],
  givenBy: givesOptions,
  points: { applies: ({ plan }) => givesOptions(plan), references: 'all' },
  judge: (evidence) => {
    if (!givesOptions(evidence.plan)) return unknown('The plan gives no timeout and no retry of any activity.');
    const records = jobRecords(evidence).filter(({ job }) => job.expect.activityOptions !== undefined);
    const judged = records.flatMap((record) => scheduledOf(record));
    const violations = judged.flatMap((activity) => violationsOf(activity));
    if (violations.length > 0) {
      return invalid(withFirst(count(violations.length, 'wrong option'), violations), violations);
    }
    const doubts = doubtful(records);
    if (doubts.length > 0) return unknown(describeDoubt(doubts));
    if (judged.length === 0) return unknown('No activity with given options was scheduled.');
    const types = new Set(judged.map(({ type }) => type));
    const activities = count(judged.length, 'activity', 'activities');
    return valid(`${activities} of ${count(types.size, 'type')} scheduled with the given options.`);
  },
});

/** Whether a plan gives options of activities. */
function givesOptions({ workload }: Pick<Plan, 'workload'>): boolean {
  return workload.some(({ expect }) => Object.keys(expect.activityOptions ?? {}).length > 0);
}

/** An activity as it was scheduled, with the options that it must have. */
interface Scheduled {
  readonly workflowId: string;
  readonly activityId: string;
  readonly type: string;
  readonly expected: ExpectedActivityOptions;
  readonly actual: Options;
}

type Options = Readonly<Record<keyof ExpectedActivityOptions, Json>>;

function scheduledOf({ job, histories }: JobRecord): readonly Scheduled[] {
  const given = job.expect.activityOptions ?? {};
  return histories.flatMap((history) => scheduledIn(history, given));
}

function scheduledIn(
  history: EventHistory,
  given: Readonly<Record<string, ExpectedActivityOptions>>,
): readonly Scheduled[] {
  return eventsOf(history, 'ACTIVITY_TASK_SCHEDULED').flatMap((event) => {
    const attributes = attributesOf(event);
    const type = nameOf(attributes.activityType);
    const expected = Object.hasOwn(given, type) ? given[type] : undefined;
    if (expected === undefined) return [];
    const activityId = textAttribute(event, 'activityId') ?? '';
    return [{ workflowId: history.workflowId, activityId, type, expected, actual: optionsOf(attributes) }];
  });
}

/** The options of an activity; protobuf leaves out what is 0. */
function optionsOf(attributes: Readonly<Record<string, Json>>): Options {
  const retry = (attributes.retryPolicy ?? {}) as Readonly<Record<string, Json>>;
  return {
    startToCloseMs: millisecondsOf(attributes.startToCloseTimeout),
    scheduleToCloseMs: millisecondsOf(attributes.scheduleToCloseTimeout),
    scheduleToStartMs: millisecondsOf(attributes.scheduleToStartTimeout),
    heartbeatMs: millisecondsOf(attributes.heartbeatTimeout),
    initialIntervalMs: millisecondsOf(retry.initialInterval),
    backoffCoefficient: retry.backoffCoefficient ?? 0,
    maximumIntervalMs: millisecondsOf(retry.maximumInterval),
    maximumAttempts: retry.maximumAttempts ?? 0,
    nonRetryableErrorTypes: retry.nonRetryableErrorTypes ?? [],
  };
}

function millisecondsOf(duration: Json | undefined): number {
  return Math.round(durationMs(duration) ?? 0);
}

function violationsOf({ workflowId, activityId, type, expected, actual }: Scheduled): readonly ToldViolation[] {
  const step = `${type} (activity ${activityId})`;
  return Object.entries(expected).flatMap(([name, wanted]): readonly ToldViolation[] => {
    if (wanted === undefined) return [];
    const option = name as keyof ExpectedActivityOptions;
    const [demand, value] = [inOrder(wanted), inOrder(actual[option])];
    if (demand === value) return [];
    const detail = `${option} is another than the plan gives.`;
    return [{ workflowId, violation: 'other-option', detail, step, option, expected: wanted, actual: actual[option] }];
  });
}

/** A value as text by which it is compared; the names of a list may come in any order. */
function inOrder(value: Json): string {
  return canonicalJson(Array.isArray(value) ? value.map(String).toSorted() : value);
}
