import { expect } from 'chai';
import type { Finding } from '../model/check.ts';
import { attributesOf, type EventHistory, eventTypeOf, type HistoryEvent } from '../model/event-history.ts';
import type { CheckpointRow, Evidence } from '../model/evidence.ts';
import { checkpointsMatchHistory } from './checkpoints-match-history.ts';
import { violationsOf, withAttributes, withEvents, withJob, withJournal, withRows } from './test-support/changes.ts';
import { correctRun } from './test-support/correct-run.ts';
import { payloads } from './test-support/history-builder.ts';

const run = correctRun();
const judge = (evidence: typeof run): Finding => checkpointsMatchHistory.judge(evidence);

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
    const finding = judge(changed('approved', (row) => ({ ...row, stage: 'rejected' })));
    expect(violationsOf(finding)).to.deep.equal(['missing', 'unexpected']);
  });

  it('is invalid where a stage has two rows', () => {
    const finding = judge(
      withRows(run, 'checkpoints', (rows) => [...rows, ...rows.filter((row) => isRow(row, 'approved'))]),
    );
    expect(violationsOf(finding)).to.deep.equal(['doubled']);
  });

  it('is invalid where the activity that wrote a row was never scheduled', () => {
    const finding = judge(changed('extracted', (row) => ({ ...row, activityId: '99' })));
    expect(violationsOf(finding)).to.deep.equal(['no-row', 'not-scheduled']);
  });

  it('is invalid where a digest is not that of the work: activity, input or signal', () => {
    for (const stage of ['received', 'extracted', 'approved']) {
      expect(violationsOf(judge(changed(stage, (row) => ({ ...row, digest: 'd' }))))).to.deep.equal(['other-digest']);
    }
  });

  it('does not judge the digest of a timer', () => {
    expect(judge(changed('timed-out', (row) => ({ ...row, digest: 'anything' }), 'document-2')).verdict).to.equal(
      'valid',
    );
  });

  it('is invalid where a row was written before its work was done', () => {
    const finding = judge(withHistory((history) => writerFirst(history, 'extractPages', '3')));
    expect(finding.verdict).to.equal('invalid');
    expect(violationsOf(finding)).to.deep.equal(['too-early']);
    expect(finding.exhibits[0]).to.include({ stage: 'extracted' });
  });

  it('is invalid where one of the activities that a row stands for completed later', () => {
    const finding = judge(
      withHistory((history) => ({ ...history, events: [...history.events, ...secondBatch(history)] })),
    );
    expect(violationsOf(finding)).to.deep.equal(['too-early', 'other-digest']);
  });

  it('is invalid where the work was never done: activity failed, no signal, no timer', () => {
    const failed = withEvents(run, 'document-1', (event) =>
      isOutcomeOf('2', run)(event) ? renamed(event, 'FAILED') : event,
    );
    expect(violationsOf(judge(failed))).to.deep.equal(['work-undone']);
    const unsigned = withEvents(run, 'document-1', (event) =>
      eventTypeOf(event) === 'WORKFLOW_EXECUTION_SIGNALED' ? null : event,
    );
    expect(violationsOf(judge(unsigned))).to.deep.equal(['work-undone']);
    const unfired = withEvents(run, 'document-2', (event) => (eventTypeOf(event) === 'TIMER_FIRED' ? null : event));
    expect(violationsOf(judge(unfired))).to.deep.equal(['work-undone']);
  });

  it('allows a row without completion only where its activity ended otherwise', () => {
    const timedOut = withEvents(run, 'document-1', (event) =>
      isOutcomeOf('3', run)(event) ? renamed(event, 'TIMED_OUT') : event,
    );
    expect(judge(timedOut).verdict).to.equal('valid');
    const open = withEvents(run, 'document-1', (event) => (isOutcomeOf('3', run)(event) ? null : event));
    expect(violationsOf(judge(open))).to.deep.equal(['not-closed']);
  });

  it('is invalid where a row was written by a later attempt than the one that completed', () => {
    expect(violationsOf(judge(changed('extracted', (row) => ({ ...row, attempt: 2 }))))).to.deep.equal([
      'late-attempt',
    ]);
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

  it('allows a job of unknown start to have no row, but not one without event history', () => {
    const info = withJournal(run, (entry) =>
      entry.kind === 'client' && entry.workflowId === 'document-2' && entry.step === 'ok'
        ? { ...entry, step: 'info' }
        : entry,
    );
    const absent = withRows(info, 'eventHistories', (rows) => rows.filter((row) => row.workflowId !== 'document-2'));
    expect(violationsOf(judge(absent))).to.deep.equal(Array.from({ length: 4 }, () => 'not-scheduled'));
    const none = withRows(absent, 'checkpoints', (rows) => rows.filter((row) => row.workflowId !== 'document-2'));
    expect(judge(none).verdict).to.equal('valid');
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

function isRow(row: CheckpointRow, stage: string, workflowId = 'document-1'): boolean {
  return row.workflowId === workflowId && row.stage === stage;
}

function changed(stage: string, change: (row: CheckpointRow) => CheckpointRow, workflowId = 'document-1'): Evidence {
  return withRows(run, 'checkpoints', (rows) => rows.map((row) => (isRow(row, stage, workflowId) ? change(row) : row)));
}

function withHistory(change: (history: EventHistory) => EventHistory): Evidence {
  return withRows(run, 'eventHistories', (rows) =>
    rows.map((row) => (row.workflowId === 'document-1' ? change(row) : row)),
  );
}

function scheduleOf(history: EventHistory, activityId: string): HistoryEvent {
  const found = history.events.find((event) => attributesOf(event).activityId === activityId);
  if (found === undefined)
    throw new TypeError(`Expected activity ${activityId} in the event history, but it is not there.`);
  return found;
}

/** Whether an event is the completion of an activity of the first document. */
function isOutcomeOf(activityId: string, evidence: Evidence): (event: HistoryEvent) => boolean {
  if (evidence.eventHistories.state === 'unavailable') return () => false;
  const [history] = evidence.eventHistories.rows;
  const scheduled = history === undefined ? '' : scheduleOf(history, activityId).eventId;
  return (event) =>
    eventTypeOf(event) === 'ACTIVITY_TASK_COMPLETED' && attributesOf(event).scheduledEventId === scheduled;
}

function renamed(event: HistoryEvent, how: string): HistoryEvent {
  return { ...event, eventType: `EVENT_TYPE_ACTIVITY_TASK_${how}` };
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

/** One more batch, embedded after the checkpoint that says all of them are. */
function secondBatch(history: EventHistory): HistoryEvent[] {
  const scheduled = scheduleOf(history, '4');
  const eventTime = scheduled.eventTime;
  return [
    { ...withAttributes(scheduled, { activityId: '50' }), eventId: '500' },
    {
      eventId: '501',
      eventTime,
      eventType: 'EVENT_TYPE_ACTIVITY_TASK_COMPLETED',
      activityTaskCompletedEventAttributes: { scheduledEventId: '500', result: payloads([{ batch: 2 }]) },
    },
  ];
}
