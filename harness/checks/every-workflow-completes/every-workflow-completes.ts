import { count } from '../../model/count.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Json } from '../../model/json.ts';
import type { ToldViolation } from '../../model/violation.ts';
import { defineCheck, everyPoint, invalid, unknown, valid, withFirst } from '../define-check.ts';
import { clientOperations } from '../evidence/client-operations.ts';
import {
  type Doubt,
  describeDoubt,
  doubtful,
  type JobRecord,
  jobRecords,
  mayBeAbsent,
} from '../evidence/job-records.ts';
import { stuckActivities } from '../evidence/stuck-activities.ts';
import { type FurtherWorkflows, furtherWorkflows } from './further-workflows.ts';
import { describeUnread, endViolations, unreadResult } from './job-ends.ts';
import { actionViolations } from './planned-actions.ts';
import { unreadQueries } from './planned-queries.ts';
import { unreadUpdates } from './planned-updates.ts';
import { sentByWorkflows } from './senders.ts';
import { commandViolations, describeUnknownCommands } from './start-commands.ts';
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
    const facts = { operations, isSent: sentByWorkflows(evidence), stuck: stuckActivities(evidence) };
    const further = furtherWorkflows(evidence);
    const violations = [
      ...judged.flatMap((record) => [...endViolations(record, facts), ...actionViolations(record, facts)]),
      ...commandViolations(operations),
      ...further.violations,
      ...unplannedWorkflows(evidence),
    ];
    const outOf = count(records.length, 'workflow');
    if (violations.length > 0) {
      const wrong = new Set(violations.map(({ workflowId }) => workflowId)).size;
      const lead = `${wrong} of ${outOf} did not end as expected (${count(violations.length, 'violation')})`;
      return invalid(withFirst(lead, violations) + describeControl(evidence, violations), violations);
    }
    const doubts = [...doubtful(judged), ...further.doubts];
    if (doubts.length > 0) return unknown(describeDoubt(doubts), doubts.map(exhibitOfDoubt));
    const unread = judged.flatMap((record) => [
      ...unreadResult(record),
      ...unreadUpdates(record),
      ...unreadQueries(record, operations),
    ]);
    if (unread.length > 0)
      return unknown(
        describeUnread(unread),
        unread.map((one) => ({ ...one })),
      );
    if (judged.length < records.length * LEAST_JUDGED)
      return unknown(`Only of ${judged.length} of ${outOf} is it known whether it was started.`);
    const absent = records.length - judged.length;
    const rest = absent === 0 ? '' : `; of ${absent} the start is unknown and there is no event history`;
    const more = `${describe(further)}${rest}${describeUnknownCommands(operations)}`;
    return valid(`${judged.length} of ${outOf} ended as expected: ${endsOf(judged)}${more}.`);
  },
});

/** What stands still under a fault may do so without one. */
function describeControl({ plan }: Evidence, violations: readonly ToldViolation[]): string {
  const stands = violations.some(({ violation, actual }) => violation === 'other-end' && actual === 'still running');
  return stands && plan.schedule.length > 0
    ? ' See with --no-fault whether it stands still without the fault, too.'
    : '';
}

function endsOf(records: readonly JobRecord[]): string {
  const ends = Map.groupBy(records, (record) => record.job.expect.end);
  return [...ends].map(([end, group]) => `${group.length} ${end}`).join(', ');
}

function describe(further: FurtherWorkflows): string {
  return further.count === 0 ? '' : `; with ${count(further.count, 'workflow')} that these started`;
}

function exhibitOfDoubt({ job, doubt }: Doubt): Json {
  return { workflowId: job.workflowId, doubt };
}
