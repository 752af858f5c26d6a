import { isCompared } from '../../model/compared-items.ts';
import { count } from '../../model/count.ts';
import { isOpaque } from '../../model/event-history.ts';
import type { CheckpointRow } from '../../model/evidence.ts';
import type { Work } from '../../model/expectation.ts';
import { digestOf, hasUnsafeInteger, type Json } from '../../model/json.ts';
import type { ToldViolation, ViolationName } from '../../model/violation.ts';
import { defineCheck, invalid, rowsOf, unknown, valid, withFirst } from '../define-check.ts';
import { type ActivityRecord, mayStayOpen } from '../evidence/activity-records.ts';
import { describeDoubt, doubtful, type JobRecord, jobRecords, mayBeAbsent } from '../evidence/job-records.ts';
import { type CheckpointLine, checkpointLines, writersOf } from './checkpoint-lines.ts';
import { describeWork, recordedWork } from './checkpoint-work.ts';

/**
 * The checkpoints and the event history tell the same story.
 *
 * @remarks The row itself names the activity that wrote it. Between the two books only causality counts: a row
 * is written by an activity, which must have been scheduled after the work was done, and its digest proves which work.
 * A local activity must have ended after that. The runs of a workflow that follow one another are read as one.
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
    if (violations.length > 0)
      return invalid(withFirst(`${count(violations.length, 'violation')} in ${numbers}`, violations), violations);
    const doubts = doubtful(cases.map((one) => one.record));
    if (doubts.length > 0) return unknown(describeDoubt(doubts));
    if (rows === 0) return unknown('There is no row of any job, and none had to be there.');
    const unread = cases.flatMap((one) => unreadWork(one));
    const digests =
      unread.length === 0
        ? 'digests equal'
        : `${count(unread.length, 'digest')} of work that is no JSON, or has integers beyond 2^53, not judged`;
    return valid(`${numbers}: each written after its work, ${digests}, none missing${describeLocal(cases)}.`, unread);
  },
});

interface JobCase {
  readonly record: JobRecord;
  readonly rows: readonly CheckpointRow[];
  /** The activity types that write rows, as the rows of all jobs tell. */
  readonly writers: ReadonlySet<string>;
  readonly lines: readonly CheckpointLine[];
}

interface Found {
  readonly stage: string;
  readonly violation: ViolationName;
  readonly detail: string;
  readonly expected: Json;
  readonly actual: Json;
  /** The activity that wrote the row, or should have; left out where none is known. */
  readonly activity?: Pick<ActivityRecord, 'activityId' | 'type'>;
  readonly attempt?: number;
}

function caseOfJobs(records: readonly JobRecord[], rows: readonly CheckpointRow[]): readonly JobCase[] {
  const byWorkflow = Map.groupBy(rows, (row) => row.workflowId);
  const cases = records.map((record) => {
    return { record, lines: checkpointLines(record), rows: byWorkflow.get(record.job.workflowId) ?? [] };
  });
  const writers = new Set(
    cases.flatMap((one) => one.rows.flatMap((row) => writersIn(one, row).map(({ type }) => type))),
  );
  return cases.map((one) => ({ ...one, writers }));
}

function writersIn({ lines }: Pick<JobCase, 'lines'>, row: CheckpointRow): readonly ActivityRecord[] {
  return lines.flatMap((line) => writersOf(line, row));
}

function describeLocal(cases: readonly JobCase[]): string {
  const written = cases.flatMap((one) => one.rows.filter((row) => one.lines.some((line) => isLocal(line, row)))).length;
  return written === 0 ? '' : `; ${count(written, 'row')} by local activities`;
}

function isLocal(line: CheckpointLine, row: CheckpointRow): boolean {
  return writersOf(line, row).some((writer) => line.local.has(writer));
}

function caseViolations(one: JobCase): ToldViolation[] {
  const { workflowId } = one.record.job;
  const found = [
    ...stageViolations(one),
    ...completionViolations(one),
    ...one.rows.flatMap((row) => rowViolations(one, row)),
  ];
  return found.map(({ activity, ...rest }) => ({ workflowId, ...rest, step: stepOf(rest, activity) }));
}

function stepOf({ stage }: Pick<Found, 'stage'>, activity: Found['activity']): string {
  const writer = activity === undefined ? '' : `${activity.type} (activity ${activity.activityId})`;
  return [...(stage === '' ? [] : [`checkpoint ${stage}`]), ...(writer === '' ? [] : [writer])].join(' by ');
}

function stageViolations({ record, rows }: JobCase): Found[] {
  const isLeft = isCompared(record.job.expect, 'checkpoints');
  const expected = record.job.expect.checkpoints.map(({ stage }) => stage);
  const stages = rows.map((row) => row.stage);
  const missing =
    mayBeAbsent(record) || record.doubt !== null ? [] : expected.filter((stage) => !stages.includes(stage));
  const doubled = stages.filter((stage, index) => stages.indexOf(stage) !== index);
  return [
    ...missing.map((stage): Found => {
      return { stage, violation: 'missing', detail: 'There is no row.', expected: '1 row', actual: 'no row' };
    }),
    ...doubled.map((stage): Found => {
      const actual = `${stages.filter((one) => one === stage).length} rows`;
      return { stage, violation: 'doubled', detail: 'There is more than one row.', expected: '1 row', actual };
    }),
    ...stages
      .filter((stage) => !expected.includes(stage) && record.doubt === null && !isLeft)
      .map(
        (stage): Found => ({
          stage,
          violation: 'unexpected',
          detail: 'There is a row that the inputs do not lead to.',
          expected: 'no row',
          actual: '1 row',
        }),
      ),
  ];
}

/** A checkpoint activity that completed has told the workflow that its row is there. */
function completionViolations({ lines, rows, writers }: JobCase): Found[] {
  return lines
    .flatMap(({ activities }) => activities.filter((activity) => activity.activityId !== ''))
    .filter((activity) => writers.has(activity.type) && activity.closes.some((close) => close.how === 'completed'))
    .filter((activity) => !rows.some((row) => row.activityId === activity.activityId))
    .map((activity): Found => {
      const detail = 'It completed, but left no row.';
      return { stage: '', violation: 'no-row', detail, activity, expected: '1 row', actual: 'no row' };
    });
}

/** The violations of a row, by that activity among those that may have written it to which it fits best. */
function rowViolations(one: JobCase, row: CheckpointRow): readonly Found[] {
  const { stage } = row;
  const written = one.lines.flatMap((line) =>
    writersOf(line, row).map((writer) => writtenBy({ record: one.record, line, row, writer })),
  );
  const [best] = written.toSorted((a, b) => a.length - b.length);
  if (best !== undefined) return best;
  const detail = `Activity ${row.activityId}, which wrote it, is in no event history of the workflow.`;
  const [expected, actual] = ['an activity of the workflow', `activity ${row.activityId}`];
  return [{ stage, violation: 'not-scheduled', detail, attempt: row.attempt, expected, actual }];
}

/** A row, with an activity that may have written it. */
interface Written {
  readonly record: JobRecord;
  readonly line: CheckpointLine;
  readonly row: CheckpointRow;
  readonly writer: ActivityRecord;
}

function writtenBy(written: Written): readonly Found[] {
  const { record, row } = written;
  const expected = record.job.expect.checkpoints.find((checkpoint) => checkpoint.stage === row.stage);
  const found = [
    ...closeViolations(written),
    ...(expected === undefined ? [] : workViolations(written, expected.work)),
  ];
  return found.map((one) => ({ activity: written.writer, attempt: row.attempt, ...one }));
}

function closeViolations({ row, writer, line: { history }, record: { job, doubt } }: Written): Found[] {
  const { stage } = row;
  const [close] = writer.closes;
  if (close === undefined && doubt === null && !mayStayOpen(writer, history, job.expect.closed)) {
    const detail = `Activity ${writer.activityId} was neither completed, failed, timed out nor cancelled.`;
    return [{ stage, violation: 'not-closed', detail, expected: 'closed', actual: 'open' }];
  }
  if (close?.how !== 'completed' || writer.attempt === null || row.attempt <= writer.attempt) return [];
  const detail = `Written by attempt ${row.attempt}, but attempt ${writer.attempt} completed.`;
  const [expected, actual] = [`attempt ${writer.attempt}`, `attempt ${row.attempt}`];
  return [{ stage, violation: 'late-attempt', detail, expected, actual }];
}

function workViolations({ line, row, writer }: Written, work: Work): Found[] {
  const { stage } = row;
  const recorded = recordedWork(work, line.history, line.activities);
  if (recorded.doneEventId === null) {
    const detail = `Its work (${describeWork(work)}) was never done.`;
    return [{ stage, violation: 'work-undone', detail, expected: 'done', actual: 'not done' }];
  }
  const found: Found[] = [];
  if (writer.scheduledEventId <= recorded.doneEventId) {
    const [begun, done] = [writer.scheduledEventId, recorded.doneEventId].map((id) => line.placeOf(id));
    const how = line.local.has(writer) ? 'Ended' : 'Scheduled';
    const detail = `${how} by ${begun ?? ''}, before its work (${describeWork(work)}) was done by ${done ?? ''}.`;
    const [expected, actual] = [`after ${done ?? ''}`, `by ${begun ?? ''}`];
    found.push({ stage, violation: 'too-early', detail, expected, actual });
  }
  const isJudged = recorded.list !== null && !recorded.list.some((value) => isUnsure(value));
  const expected = isJudged ? digestOf(recorded.list) : null;
  if (expected !== null && expected !== row.digest) {
    const detail = `Its digest is not that of its work (${describeWork(work)}) in the event history.`;
    found.push({ stage, violation: 'other-digest', detail, expected, actual: row.digest });
  }
  return found;
}

/** Whether languages may write different digests of a value: it is no JSON, or has a number that not all can hold. */
function isUnsure(value: Json): boolean {
  return isOpaque(value) || hasUnsafeInteger(value);
}

/** The rows whose digest can't be judged, because of their work in the event history. */
function unreadWork({ record, lines, rows }: JobCase): readonly Json[] {
  const line = lines.at(-1);
  return rows.flatMap(({ stage }) => {
    const work = record.job.expect.checkpoints.find((checkpoint) => checkpoint.stage === stage)?.work;
    if (work === undefined || line === undefined) return [];
    const list = recordedWork(work, line.history, line.activities).list ?? [];
    const unsure = list.find((value) => isUnsure(value));
    if (unsure === undefined) return [];
    return [{ workflowId: record.job.workflowId, stage, notJudged: 'digest', value: unsure }];
  });
}
