import { count } from '../../model/count.ts';
import { attributesOf, type EventHistory, isOpaque, payloadsOf } from '../../model/event-history.ts';
import { canonicalJson, type Json } from '../../model/json.ts';
import type { Job } from '../../model/plan.ts';
import type { Violation } from '../../model/violation.ts';
import { defineCheck, everyPoint, invalid, unknown, valid } from '../define-check.ts';
import { endOf, nameOf } from '../evidence/activity-records.ts';
import { clientOperations } from '../evidence/client-operations.ts';
import { describeDoubt, doubtful, type JobRecord, jobRecords, mayBeAbsent } from '../evidence/job-records.ts';
import { failureViolations } from './failure-reason.ts';
import { actionViolations } from './planned-actions.ts';
import { unplannedWorkflows } from './unplanned-workflows.ts';

/** The share of the jobs that must be judged: a run of which less is known proves nothing of its work. */
const LEAST_JUDGED = 0.5;

/**
 * Every workflow that was started ends as its inputs demand, and got every signal that was sent to it.
 *
 * @remarks A start whose outcome is unknown may have no event history. An acknowledged signal that isn't recorded is
 * lost, even if the workflow ended well. The check can't tell if a workflow still made progress at the run's limit, or
 * if its signal may never have been executed.
 */
export const everyWorkflowCompletes = defineCheck({
  name: 'every-workflow-completes',
  invariant: 'Every started workflow ends as expected, with the expected result and every signal that was sent to it.',
  books: ['eventHistories'],
  points: everyPoint,
  judge: (evidence) => {
    const operations = clientOperations(evidence.journal);
    const records = jobRecords(evidence);
    const judged = records.filter((record) => !mayBeAbsent(record));
    const violations = [
      ...judged.flatMap((record) => [...recordViolations(record), ...actionViolations(record, operations)]),
      ...unplannedWorkflows(evidence),
    ];
    const outOf = count(records.length, 'workflow');
    if (violations.length > 0) {
      const wrong = new Set(violations.map(({ workflowId }) => workflowId)).size;
      return invalid(
        `${wrong} of ${outOf} did not end as expected (${count(violations.length, 'violation')}).`,
        violations,
      );
    }
    const doubts = doubtful(judged);
    if (doubts.length > 0) return unknown(describeDoubt(doubts), doubts.map(exhibitOfDoubt));
    const unread = judged.flatMap((record) => unreadResult(record));
    if (unread.length > 0) return unknown(describeUnread(unread), unread);
    if (judged.length < records.length * LEAST_JUDGED)
      return unknown(`Only of ${judged.length} of ${outOf} is it known whether it was started.`);
    const ends = Map.groupBy(judged, (record) => record.job.expect.end);
    const numbers = [...ends].map(([end, group]) => `${group.length} ${end}`).join(', ');
    const absent = records.length - judged.length;
    const rest = absent === 0 ? '' : `; of ${absent} the start is unknown and there is no event history`;
    return valid(`${judged.length} of ${outOf} ended as expected: ${numbers}${rest}.`);
  },
});

function exhibitOfDoubt({ job, doubt }: JobRecord): Json {
  return { workflowId: job.workflowId, doubt };
}

function recordViolations({ job, start, histories, doubt }: JobRecord): readonly Violation[] {
  const { workflowId } = job;
  const [history] = histories;
  if (start === 'never') return [{ workflowId, violation: 'never-started', detail: 'The client never asked for it.' }];
  if (start === 'fail')
    return [{ workflowId, violation: 'start-failed', detail: 'The server answered the client that the start failed.' }];
  if (history === undefined) {
    return [{ workflowId, violation: 'no-event-history', detail: 'The start was acknowledged.' }];
  }
  if (histories.length > 1) {
    return [{ workflowId, violation: 'several-event-histories', detail: `There are ${histories.length}.` }];
  }
  return [...beginViolations(job, history), ...(doubt === null ? endViolations(job, history) : [])];
}

function beginViolations(job: Job, history: EventHistory): Violation[] {
  const started = history.events[0];
  if (started === undefined) return [];
  const { workflowId } = job;
  const { workflowType, input } = attributesOf(started);
  const args = payloadsOf(input);
  const recorded = { workflowType: nameOf(workflowType), args: comparable(args, job.args) };
  const planned = { workflowType: job.workflowType, args: job.args };
  if (canonicalJson(recorded) === canonicalJson(planned)) return [];
  return [
    { workflowId, violation: 'other-start', detail: 'Not started as planned.', expected: planned, actual: recorded },
  ];
}

function endViolations(job: Job, history: EventHistory): Violation[] {
  const { workflowId, expect } = job;
  const end = endOf(history);
  if (end !== expect.end) {
    const actual = end ?? 'still running';
    return [{ workflowId, violation: 'other-end', detail: `It is ${actual}.`, expected: expect.end, actual }];
  }
  if (expect.failure !== undefined) return failureViolations(job, history);
  if (expect.end !== 'completed' || expect.result === undefined) return [];
  const actual = resultOf(history);
  if (isOpaque(actual) || canonicalJson(actual) === canonicalJson(expect.result)) return [];
  return [{ workflowId, violation: 'other-result', detail: 'The result differs.', expected: expect.result, actual }];
}

function resultOf(history: EventHistory): Json {
  const last = history.events.at(-1);
  return last === undefined ? null : (payloadsOf(attributesOf(last).result)[0] ?? null);
}

/** Arguments that are no JSON can't be compared: those of the plan stand for them. */
function comparable(recorded: readonly Json[], planned: readonly Json[]): readonly Json[] {
  return recorded.map((value, index) => (isOpaque(value) ? (planned[index] ?? null) : value));
}

interface UnreadResult {
  readonly workflowId: string;
  readonly notJudged: 'result';
  readonly payloadEncoding: string;
}

/** The expected result of a workflow that recorded one which is no JSON. */
function unreadResult({ job, histories }: JobRecord): readonly (UnreadResult & Json)[] {
  const [history] = histories;
  const { end, result } = job.expect;
  if (history === undefined || end !== 'completed' || result === undefined) return [];
  const actual = resultOf(history);
  if (!isOpaque(actual)) return [];
  return [{ workflowId: job.workflowId, notJudged: 'result', payloadEncoding: actual.payloadEncoding }];
}

function describeUnread(unread: readonly UnreadResult[]): string {
  const [first] = unread;
  const what = `${count(unread.length, 'result')} can't be compared (${first?.workflowId ?? ''}: "${first?.payloadEncoding ?? ''}")`;
  return `${what}. Leave out \`expect.result\` of workflows whose result is no JSON.`;
}
