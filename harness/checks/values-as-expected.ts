import { type ActivityValues, activityValuesOf } from '../model/activity-values.ts';
import { count } from '../model/count.ts';
import { isOpaque } from '../model/event-history.ts';
import type { Expectation } from '../model/expectation.ts';
import type { Json } from '../model/json.ts';
import { type LeafDifference, leafDifferences, leavesOf } from '../model/json-leaves.ts';
import type { Plan } from '../model/plan.ts';
import type { ToldViolation } from '../model/violation.ts';
import type { NotJudged } from './comparison/unread-values.ts';
import { defineCheck, invalid, unknown, valid, withFirst } from './define-check.ts';
import { describeDoubt, doubtful, type JobRecord, jobRecords, mayBeAbsent } from './evidence/job-records.ts';

/**
 * Activities get the inputs and return the results that the plan gives.
 *
 * @remarks Temporal replays the kinds of commands and never their arguments. So work that was lost or mixed up between two
 * attempts shows here alone: each effect may still be applied once. The order is that of the schedule, so a plan gives no
 * types of branches that run side by side.
 */
export const valuesAsExpected = defineCheck({
  name: 'values-as-expected',
  invariant: 'Each activity of a type for which the plan gives values has these inputs and results.',
  books: ['eventHistories'],
  givenBy: givesValues,
  points: { applies: ({ plan }) => givesValues(plan), references: 'all' },
  judge: (evidence) => {
    if (!givesValues(evidence.plan)) return unknown('The plan gives no input and no result of any activity.');
    const records = jobRecords(evidence).filter(({ job }) => job.expect.activities !== undefined);
    const groups = records.flatMap((record) => groupsOf(record));
    const violations = groups.flatMap((group) => violationsOf(group));
    if (violations.length > 0)
      return invalid(withFirst(count(violations.length, 'wrong value'), violations), violations);
    const unread = groups.flatMap((group) => unreadOf(group));
    if (unread.length > 0)
      return unknown(
        `${count(unread.length, 'value')} can't be compared, because the payload is no JSON (${first(unread)}).`,
        unread,
      );
    const doubts = doubtful(records);
    if (doubts.length > 0) return unknown(describeDoubt(doubts));
    const compared = groups.reduce((sum, { actual }) => sum + actual.length, 0);
    if (compared === 0) return unknown('No activity with given values completed, and none had to.');
    return valid(`${count(compared, 'activity', 'activities')} with ${describeGiven(groups)} as given.`);
  },
});

/** Whether a plan gives values of activities. */
function givesValues({ workload }: Pick<Plan, 'workload'>): boolean {
  return workload.some(({ expect }) => (expect.activities ?? []).length > 0);
}

type Given = NonNullable<Expectation['activities']>[number];

/** The activities of one type in one line of runs, as given and as they were. */
interface Group {
  readonly record: JobRecord;
  /** Whether all of the work is in it: a run that a reset replaced broke off. */
  readonly isWhole: boolean;
  readonly type: string;
  readonly given: readonly Given[];
  readonly actual: readonly ActivityValues[];
}

function groupsOf(record: JobRecord): readonly Group[] {
  if (mayBeAbsent(record)) return [];
  const types = [...Map.groupBy(record.job.expect.activities ?? [], ({ type }) => type)];
  const { lines, current } = record.chain;
  return (lines.length === 0 ? [current] : lines).flatMap((line) => {
    const values = line.flatMap((history) => activityValuesOf(history));
    const common = { record, isWhole: line === current && record.doubt === null };
    return types.map(([type, given]) => {
      return { ...common, type, given, actual: values.filter((one) => one.type === type) };
    });
  });
}

function violationsOf({ record, isWhole, type, given, actual }: Group): readonly ToldViolation[] {
  const { workflowId } = record.job;
  const detail = `${type} completed too ${actual.length < given.length ? 'seldom' : 'often'}.`;
  const sides = { detail, expected: count(given.length, 'time'), actual: count(actual.length, 'time') };
  const missing = isWhole ? given.slice(actual.length) : [];
  return [
    ...given.flatMap((one, index) => {
      const other = actual[index];
      return other === undefined ? [] : wrongValues({ workflowId, nth: index + 1, given: one, actual: other });
    }),
    ...missing.map((_one, index): ToldViolation => {
      return { workflowId, violation: 'missing', step: `${type} ${actual.length + index + 1}`, ...sides };
    }),
    ...actual.slice(given.length).map(({ activityId, attempt }): ToldViolation => {
      return { workflowId, violation: 'unexpected', step: `${type} (activity ${activityId})`, attempt, ...sides };
    }),
  ];
}

/** Where input and result differ from those given, the first place of each argument and of the result. */
function differencesOf(given: Given, actual: ActivityValues): readonly LeafDifference[] {
  return comparedValues(given, actual).flatMap(({ at, expected, value }) =>
    // What is no JSON is compared with nothing.
    isOpaque(value) ? [] : leafDifferences(leavesOf(expected, at), leavesOf(value, at)).slice(0, 1),
  );
}

function first([value]: readonly NotJudged[]): string {
  return value === undefined ? '' : `${value.notJudged} of ${value.workflowId}, "${value.payloadEncoding}"`;
}

/** The values that the plan gives and that can't be compared with what was recorded. */
function unreadOf({ record, type, given, actual }: Group): readonly NotJudged[] {
  const { workflowId } = record.job;
  return given.flatMap((one, index) => {
    const other = actual[index];
    const values = other === undefined ? [] : comparedValues(one, other);
    return values.flatMap(({ at, value }) => {
      if (!isOpaque(value)) return [];
      return [{ workflowId, notJudged: `${type} ${index + 1}: ${at}`, payloadEncoding: value.payloadEncoding }];
    });
  });
}

interface ComparedValue {
  /** Such as `input[0]` or `result`. */
  readonly at: string;
  readonly expected: Json;
  readonly value: Json;
}

function comparedValues({ input, result }: Given, actual: ActivityValues): readonly ComparedValue[] {
  const sameNumber = input === undefined || input.length === actual.input.length;
  const args = (input ?? []).map((expected, index) => {
    return { at: `input[${index}]`, expected, value: actual.input[index] ?? null };
  });
  const results = result === undefined ? [] : [{ at: 'result', expected: result, value: actual.result }];
  return [...(sameNumber ? args : [{ at: 'input', expected: input, value: actual.input }]), ...results];
}

interface Misfit {
  readonly workflowId: string;
  readonly nth: number;
  readonly given: Given;
  readonly actual: ActivityValues;
}

function wrongValues({ workflowId, nth, given, actual }: Misfit): readonly ToldViolation[] {
  const step = `${actual.type} ${nth}`;
  return differencesOf(given, actual).map((difference): ToldViolation => {
    const detail = `${difference.at} differs.`;
    return { workflowId, violation: 'other-value', detail, step, attempt: actual.attempt, ...difference };
  });
}

/** Says what is judged of these activities, and what isn't. */
function describeGiven(groups: readonly Group[]): string {
  const all = groups.flatMap(({ given }) => given);
  const inputs = all.filter(({ input }) => input !== undefined).length;
  const results = all.filter(({ result }) => result !== undefined).length;
  return `${count(inputs, 'input')} and ${count(results, 'result')}`;
}
