import { count } from '../../model/count.ts';
import { type EventHistory, isOpaque } from '../../model/event-history.ts';
import type { CheckpointRow } from '../../model/evidence.ts';
import type { Work } from '../../model/expectation.ts';
import { digestOf, type Json } from '../../model/json.ts';
import type { Violation, ViolationName } from '../../model/violation.ts';
import { defineCheck, invalid, rowsOf, unknown, valid } from '../define-check.ts';
import { type ActivityRecord, activityRecords, mayStayOpen } from '../evidence/activity-records.ts';
import { describeDoubt, doubtful, type JobRecord, jobRecords, mayBeAbsent } from '../evidence/job-records.ts';
import { describeWork, recordedWork } from './checkpoint-work.ts';

/**
 * The checkpoints and the event history tell the same story.
 *
 * @remarks The row itself names the activity that wrote it. Between the two books only causality counts: a row
 * is written by an activity, which must have been scheduled after the work was done, and its digest proves which work.
 */
export const checkpointsMatchHistory = defineCheck({
  name: 'checkpoints-match-history',
  invariant: 'Each checkpoint has a row, and each row was written after the work it stands for, with its digest.',
  books: ['checkpoints', 'eventHistories'],
  points: {
    applies: ({ plan }) => plan.workload.some((job) => job.expect.checkpoints.length > 0),
    references: 'all',
  },
  judge: (evidence) => {
    const cases = caseOfJobs(jobRecords(evidence), rowsOf(evidence.checkpoints));
    const violations = cases.flatMap((one) => caseViolations(one));
    const rows = cases.reduce((sum, one) => sum + one.rows.length, 0);
    const foreign = rowsOf(evidence.checkpoints).length - rows;
    const outside = foreign === 0 ? '' : ` (${count(foreign, 'row')} of workflows outside the plan not judged)`;
    const numbers = `${count(rows, 'row')} of ${count(cases.length, 'workflow')}${outside}`;
    if (violations.length > 0) return invalid(`${count(violations.length, 'violation')} in ${numbers}.`, violations);
    const doubts = doubtful(cases.map((one) => one.record));
    if (doubts.length > 0) return unknown(describeDoubt(doubts));
    if (rows === 0) return unknown('There is no row of any job, and none had to be there.');
    const unread = cases.flatMap((one) => unreadWork(one));
    const digests =
      unread.length === 0 ? 'digests equal' : `${count(unread.length, 'digest')} of work that is no JSON not judged`;
    return valid(`${numbers}: each written after its work, ${digests}, none missing.`, unread);
  },
});

interface JobCase {
  readonly record: JobRecord;
  readonly rows: readonly CheckpointRow[];
  /** The activity types that write rows, as the rows of all jobs tell. */
  readonly writers: ReadonlySet<string>;
  readonly history: EventHistory | undefined;
  readonly activities: readonly ActivityRecord[];
}

interface Found {
  readonly stage: string;
  readonly violation: ViolationName;
  readonly detail: string;
}

function caseOfJobs(records: readonly JobRecord[], rows: readonly CheckpointRow[]): readonly JobCase[] {
  const byWorkflow = Map.groupBy(rows, (row) => row.workflowId);
  const cases = records.map((record) => {
    const [history] = record.histories;
    const activities = history === undefined ? [] : activityRecords(history);
    return { record, history, activities, rows: byWorkflow.get(record.job.workflowId) ?? [] };
  });
  const writers = new Set(cases.flatMap((one) => one.rows.flatMap((row) => writerOf(one, row)?.type ?? [])));
  return cases.map((one) => ({ ...one, writers }));
}

function caseViolations(one: JobCase): Violation[] {
  const { workflowId } = one.record.job;
  const found = [
    ...stageViolations(one),
    ...completionViolations(one),
    ...one.rows.flatMap((row) => rowViolations(one, row)),
  ];
  return found.map(({ stage, violation, detail }) => ({ workflowId, stage, violation, detail }));
}

function stageViolations({ record, rows }: JobCase): Found[] {
  const expected = record.job.expect.checkpoints.map(({ stage }) => stage);
  const stages = rows.map((row) => row.stage);
  const missing =
    mayBeAbsent(record) || record.doubt !== null ? [] : expected.filter((stage) => !stages.includes(stage));
  const doubled = stages.filter((stage, index) => stages.indexOf(stage) !== index);
  return [
    ...missing.map((stage): Found => ({ stage, violation: 'missing', detail: 'Expected, but there is no row.' })),
    ...doubled.map((stage): Found => ({ stage, violation: 'doubled', detail: 'There is more than one row.' })),
    ...stages
      .filter((stage) => !expected.includes(stage) && record.doubt === null)
      .map(
        (stage): Found => ({
          stage,
          violation: 'unexpected',
          detail: 'There is a row that the inputs do not lead to.',
        }),
      ),
  ];
}

/** A checkpoint activity that completed has told the workflow that its row is there. */
function completionViolations({ activities, rows, writers }: JobCase): Found[] {
  return activities
    .filter((activity) => writers.has(activity.type) && activity.closes.some((close) => close.how === 'completed'))
    .filter((activity) => !rows.some((row) => row.activityId === activity.activityId))
    .map(({ activityId, type }) => {
      return { stage: '', violation: 'no-row', detail: `Activity ${activityId} (${type}) completed, but left no row.` };
    });
}

function rowViolations(one: JobCase, row: CheckpointRow): Found[] {
  const writer = writerOf(one, row);
  const { stage } = row;
  if (writer === undefined || one.history === undefined) {
    const detail = `Activity ${row.activityId}, which wrote it, is in no event history of the workflow.`;
    return [{ stage, violation: 'not-scheduled', detail }];
  }
  const expected = one.record.job.expect.checkpoints.find((checkpoint) => checkpoint.stage === stage);
  return [
    ...closeViolations({ row, writer, history: one.history, record: one.record }),
    ...(expected === undefined ? [] : workViolations({ one, row, writer, work: expected.work })),
  ];
}

interface Closing {
  readonly row: CheckpointRow;
  readonly writer: ActivityRecord;
  readonly history: EventHistory;
  readonly record: JobCase['record'];
}

function closeViolations({ row, writer, history, record: { job, doubt } }: Closing): Found[] {
  const { stage } = row;
  const [close] = writer.closes;
  if (close === undefined && doubt === null && !mayStayOpen(writer, history, job.expect.closed)) {
    const detail = `Activity ${writer.activityId} was neither completed, failed, timed out nor cancelled.`;
    return [{ stage, violation: 'not-closed', detail }];
  }
  if (close?.how !== 'completed' || writer.attempt === null || row.attempt <= writer.attempt) return [];
  const detail = `Written by attempt ${row.attempt}, but attempt ${writer.attempt} completed.`;
  return [{ stage, violation: 'late-attempt', detail }];
}

interface WorkCase {
  readonly one: JobCase;
  readonly row: CheckpointRow;
  readonly writer: ActivityRecord;
  readonly work: Work;
}

function workViolations({ one, row, writer, work }: WorkCase): Found[] {
  if (one.history === undefined) return [];
  const { stage } = row;
  const recorded = recordedWork(work, one.history, one.activities);
  if (recorded.doneEventId === null) {
    return [{ stage, violation: 'work-undone', detail: `Its work (${describeWork(work)}) was never done.` }];
  }
  const found: Found[] = [];
  if (writer.scheduledEventId <= recorded.doneEventId) {
    const detail = `Scheduled by event ${writer.scheduledEventId}, before its work (${describeWork(work)}) was done by event ${recorded.doneEventId}.`;
    found.push({ stage, violation: 'too-early', detail });
  }
  if (
    recorded.list !== null &&
    !recorded.list.some((value) => isOpaque(value)) &&
    digestOf(recorded.list) !== row.digest
  ) {
    const detail = `Its digest is not that of its work (${describeWork(work)}) in the event history.`;
    found.push({ stage, violation: 'other-digest', detail });
  }
  return found;
}

/** The rows whose digest can't be judged, because their work in the event history is no JSON. */
function unreadWork({ record, history, activities, rows }: JobCase): readonly Json[] {
  return rows.flatMap(({ stage }) => {
    const work = record.job.expect.checkpoints.find((checkpoint) => checkpoint.stage === stage)?.work;
    if (work === undefined || history === undefined) return [];
    const list = recordedWork(work, history, activities).list ?? [];
    const opaque = list.find((value) => isOpaque(value));
    if (opaque === undefined) return [];
    return [{ workflowId: record.job.workflowId, stage, notJudged: 'digest', value: opaque }];
  });
}

function writerOf(one: Pick<JobCase, 'activities'>, row: CheckpointRow): ActivityRecord | undefined {
  return one.activities.find((activity) => activity.activityId === row.activityId);
}
