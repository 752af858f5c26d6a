import { expect } from 'chai';
import {
  violationsOf,
  withAttributes,
  withCheckpoint,
  withEvents,
  withHistory,
  withJob,
  withRows,
} from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { isCompletion, renamed, scheduleOf } from '../../contracts/sample-run/history-events.ts';
import type { Finding } from '../../model/check.ts';
import { attributesOf, type EventHistory } from '../../model/event-history.ts';
import type { CheckpointRow } from '../../model/evidence.ts';
import { checkpointsMatchHistory } from './checkpoints-match-history.ts';

const run = correctRun();
const judge = (evidence: typeof run): Finding => checkpointsMatchHistory.judge(evidence);
const extracted = { workflowId: 'document-1', stage: 'extracted' } as const;

describe('checkpoints-match-history', () => {
  it('is valid for the correct run', () => {
    const finding = judge(run);
    expect(finding.verdict).to.equal('valid');
    expect(finding.summary).to.contain('9 rows of 2 workflows');
  });

  it('is invalid where a row is missing although its activity completed', () => {
    const finding = judge(withRows(run, 'checkpoints', (rows) => rows.filter((row) => !isRow(row, 'embedded'))));
    expect(finding.verdict).to.equal('invalid');
    expect(violationsOf(finding)).to.deep.equal(['missing', 'no-row']);
  });

  it('is invalid where all rows are missing', () => {
    const finding = judge(withRows(run, 'checkpoints', () => []));
    expect(finding.verdict).to.equal('invalid');
    expect(violationsOf(finding)).to.have.length(9);
  });

  it('is invalid where a row of another stage is there', () => {
    const finding = judge(withCheckpoint(run, { workflowId: 'document-1', stage: 'approved' }, { stage: 'rejected' }));
    expect(violationsOf(finding)).to.deep.equal(['missing', 'unexpected']);
  });

  it('is invalid where a stage has two rows', () => {
    const finding = judge(
      withRows(run, 'checkpoints', (rows) => [...rows, ...rows.filter((row) => isRow(row, 'approved'))]),
    );
    expect(violationsOf(finding)).to.deep.equal(['doubled']);
  });

  it('is invalid where the activity that wrote a row was never scheduled', () => {
    const finding = judge(withCheckpoint(run, extracted, { activityId: '99' }));
    expect(violationsOf(finding)).to.deep.equal(['no-row', 'not-scheduled']);
  });

  it('is invalid where a row was written before its work was done', () => {
    const finding = judge(withHistory(run, 'document-1', (history) => writerFirst(history, 'extractPages', '3')));
    expect(finding.verdict).to.equal('invalid');
    expect(violationsOf(finding)).to.deep.equal(['too-early']);
    expect(finding.exhibits[0]).to.include({ stage: 'extracted' });
  });

  it('allows a row without completion only where its activity ended otherwise', () => {
    const timedOut = withEvents(run, 'document-1', (event) =>
      isCompletion(event, '3') ? renamed(event, 'ACTIVITY_TASK_TIMED_OUT') : event,
    );
    expect(judge(timedOut).verdict).to.equal('valid');
    const open = withEvents(run, 'document-1', (event) => (isCompletion(event, '3') ? null : event));
    expect(violationsOf(judge(open))).to.deep.equal(['not-closed']);
  });

  it('is invalid where a row was written by a later attempt than the one that completed', () => {
    expect(violationsOf(judge(withCheckpoint(run, extracted, { attempt: 2 })))).to.deep.equal(['late-attempt']);
  });

  it('leaves rows of workflows outside the plan alone, and says so', () => {
    const finding = judge(
      withRows(run, 'checkpoints', (rows) => [
        ...rows,
        ...rows.slice(0, 1).map((row) => ({ ...row, workflowId: 'canary' })),
      ]),
    );
    expect(finding.verdict).to.equal('valid');
    expect(finding.summary).to.contain('1 row of workflows outside the plan not judged');
  });

  it('is unknown where no job has or expects a row', () => {
    const bare = ['document-1', 'document-2'].reduce(
      (evidence, workflowId) =>
        withJob(evidence, workflowId, (job) => ({ ...job, expect: { ...job.expect, checkpoints: [] } })),
      withRows(run, 'checkpoints', () => []),
    );
    expect(judge(bare).verdict).to.equal('unknown');
  });
});

function isRow(row: CheckpointRow, stage: string): boolean {
  return row.workflowId === 'document-1' && row.stage === stage;
}

/** The same event history with the id of a checkpoint's schedule before the end of the work. */
function writerFirst(history: EventHistory, type: string, activityId: string): EventHistory {
  const work = history.events.find(
    (event) => (attributesOf(event).activityType as { name?: string } | undefined)?.name === type,
  );
  const writer = scheduleOf(history, activityId);
  const early = String(Number(work?.eventId) + 1);
  const events = history.events.map((event) => {
    if (event === writer) return { ...event, eventId: early };
    return attributesOf(event).scheduledEventId === writer.eventId
      ? withAttributes(event, { scheduledEventId: early })
      : event;
  });
  return {
    ...history,
    events: events.map((event) =>
      event.eventId === early && attributesOf(event).activityId === undefined ? { ...event, eventId: '1000' } : event,
    ),
  };
}
