import { expect } from 'chai';
import {
  withAttributes,
  withEntries,
  withEvents,
  withJob,
  withJournal,
  withoutBook,
  withoutFault,
  withPlan,
  withRows,
} from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { call, extraction, lostWorkflowTask } from '../../contracts/sample-run/journal-builder.ts';
import type { Finding } from '../../model/check.ts';
import { eventTypeOf } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import { delayed, isCall, isRescue, statesOf } from '../test-support/late-rescue.ts';
import { recoversWithinBound, recoveryOf } from './recovers-within-bound.ts';

const run = correctRun();
const judge = (evidence: Evidence): Finding => recoversWithinBound.judge(evidence);

describe('recovers-within-bound', () => {
  it('is valid for the correct run and shows each unit term by term', () => {
    const finding = judge(run);
    expect(finding.verdict).to.equal('valid');
    expect(finding.exhibits[0]).to.deep.include({
      unit: 'extractPages of document-1, attempt 1',
      recoveryTimeMs: 2570,
      boundMs: 4800,
      terms: {
        detectionMs: 2000,
        backOffMs: 200,
        furtherMs: 0,
        absenceMs: 0,
        afterAbsenceMs: 0,
        slotMs: 0,
        pickUpMs: 100,
        slackMs: 2500,
      },
    });
    expect(finding.exhibits[1]).to.deep.include({
      unit: 'workflow task of document-2 (event 3)',
      recoveryTimeMs: 1971,
      boundMs: 4600,
    });
    expect(finding.exhibits[2]).to.deep.include({
      unit: 'replacement of worker-1',
      recoveryTimeMs: 2010,
      boundMs: 4500,
    });
  });

  it('gives the report what was measured, and nothing where a book is missing', () => {
    expect(recoveryOf(run).map(({ recoveryTimeMs }) => recoveryTimeMs)).to.deep.equal([2570, 1971]);
    expect(recoveryOf(run)[0]?.boundTerms).to.equal('detection 2000, back-off 200, pick-up 100, slack 2500');
    expect(recoveryOf(withoutBook(run, 'eventHistories')).map(({ unit }) => unit)).to.deep.equal([
      'extractPages of document-1, attempt 1',
    ]);
  });

  it('is invalid where a unit came on later than its bound', () => {
    const finding = judge(delayed(3000));
    expect(finding.verdict).to.equal('invalid');
    expect(statesOf(finding)).to.deep.equal(['late', 'within', 'within']);
    expect(finding.summary)
      .to.contain('first document-1, extractPages (activity 2), attempt 1: It came on too late.')
      .and.contain('(expected at most 5370 ms, got after 5570 ms)');
  });

  it('is unknown where it came late, but the harness itself stalled longer than the slack', () => {
    const stalled = withEntries(delayed(3000), { kind: 'stall', stallMs: 2600, atMs: 7000 });
    expect(judge(stalled).verdict).to.equal('unknown');
    expect(statesOf(judge(stalled))).to.deep.equal(['slow', 'within', 'within']);
    const before = withEntries(delayed(3000), { kind: 'stall', stallMs: 2600, atMs: 3000 });
    expect(judge(before).verdict).to.equal('invalid');
  });

  it('is unknown where many small stalls together make up for the delay', () => {
    // 200 ms too late.
    const stalls = [4000, 5000, 6000].map((atMs) => ({ kind: 'stall', stallMs: 90, atMs }) as const);
    expect(judge(withEntries(delayed(3000), ...stalls)).verdict).to.equal('unknown');
    expect(judge(withEntries(delayed(3000), ...stalls.slice(1))).verdict).to.equal('invalid');
  });

  it('is invalid if no worker ever continued a unit', () => {
    const open = withEvents(withoutRescue(), 'document-1', (event) => (isOutcome(event, 2) ? null : event));
    expect(judge(open).verdict).to.equal('invalid');
    expect(statesOf(judge(open))).to.deep.equal(['never', 'within', 'within']);
  });

  it('is unknown where the run stopped waiting before the bound was over, and invalid where it waited longer', () => {
    const open = withEvents(withoutRescue(), 'document-1', (event) =>
      Number(event.eventId) > 10 || isOutcome(event, 2) ? null : event,
    );
    expect(statesOf(judge(open))).to.deep.equal(['waiting', 'within', 'within']);
    const waited = withJournal(open, (entry) =>
      entry.kind === 'phase' && entry.phase === 'recovery' && entry.state === 'end' ? { ...entry, atMs: 9500 } : entry,
    );
    expect(statesOf(judge(waited))).to.deep.equal(['never', 'within', 'within']);
  });

  it('is unknown where a unit was completed without the gateway seeing by whom', () => {
    expect(judge(withoutRescue()).verdict).to.equal('unknown');
    const noTask = withJournal(run, (entry) => (isCall(entry, 'document-2', '6') ? null : entry));
    expect(statesOf(judge(noTask))).to.deep.equal(['within', 'untold', 'within']);
  });

  it('asks no worker for an activity that was completed by its id', () => {
    const byId = { workflowId: 'document-1', method: 'RespondActivityTaskCompletedById' } as const;
    const completed = withEntries(withoutRescue(), call('worker-2', 6000, { ...byId, activityId: '2' }));
    expect(statesOf(judge(completed))).to.deep.equal(['not-needed', 'within', 'within']);
    const refused = withEntries(withoutRescue(), call('worker-2', 6000, { ...byId, activityId: '2', grpcStatus: 5 }));
    expect(statesOf(judge(refused)), 'refused').to.deep.equal(['untold', 'within', 'within']);
  });

  it('does not ask for what the workflow lawfully needs no more', () => {
    const canceled = withEvents(withoutRescue(), 'document-1', (event) =>
      isOutcome(event, 2) ? { ...event, eventType: 'EVENT_TYPE_ACTIVITY_TASK_CANCELED' } : event,
    );
    expect(statesOf(judge(canceled))).to.deep.equal(['not-needed', 'within', 'within']);
    expect(judge(canceled).verdict).to.equal('valid');
  });

  it('does not ask for an open activity whose workflow has ended without waiting for it', () => {
    const open = withEvents(withoutRescue(), 'document-1', (event) => (isOutcome(event, 2) ? null : event));
    const raced = withJob(open, 'document-1', ({ expect: { closed: _closed, ...rest }, ...job }) => ({
      ...job,
      expect: rest,
    }));
    expect(statesOf(judge(raced))).to.deep.equal(['not-needed', 'within', 'within']);
    const otherwise = withJob(raced, 'document-1', (job) => ({ ...job, expect: { ...job.expect, end: 'failed' } }));
    expect(statesOf(judge(otherwise)), 'but it was to end otherwise').to.deep.equal(['never', 'within', 'within']);
    const failed = withEvents(otherwise, 'document-1', (event) =>
      eventTypeOf(event) === 'WORKFLOW_EXECUTION_COMPLETED'
        ? { ...event, eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_FAILED' }
        : event,
    );
    expect(statesOf(judge(failed)), 'it failed as expected').to.deep.equal(['not-needed', 'within', 'within']);
  });

  it('does not count a unit whose own answer was executed although the gateway could not see it', () => {
    const first = withEvents(withoutRescue(), 'document-1', (event) =>
      eventTypeOf(event) === 'ACTIVITY_TASK_STARTED' ? withAttributes(event, { attempt: 1 }) : event,
    );
    expect(statesOf(judge(first))).to.deep.equal(['not-needed', 'within', 'within']);
  });

  it('counts no unit that was answered before the fault, and is unknown where none is left', () => {
    const answered = withEntries(
      run,
      call('worker-1', 3400, { ...extraction, attempt: 1, method: 'RespondActivityTaskCompleted' }),
      call('worker-1', 3401, { ...lostWorkflowTask, method: 'RespondWorkflowTaskCompleted' }),
    );
    const finding = judge(answered);
    expect(finding.verdict).to.equal('unknown');
    expect(finding.summary).to.contain('held no unit of work');
  });

  it('is unknown where the victim just carried on with all it held', () => {
    const held = { ...extraction, attempt: 1, method: 'RespondActivityTaskCompleted' };
    const carried = withEntries(
      withJournal(run, (entry) => (isRescue(entry) || isCall(entry, 'document-2', '6') ? null : entry)),
      call('worker-1', 3500, held),
      call('worker-1', 3501, { ...lostWorkflowTask, method: 'RespondWorkflowTaskCompleted' }),
    );
    expect(statesOf(judge(carried))).to.deep.equal(['untouched', 'untouched', 'within']);
    expect(judge(carried).verdict).to.equal('unknown');
    const asked = { kind: 'component', component: 'worker-1', incarnation: 1, change: 'stopping', atMs: 3415 } as const;
    expect(judge(withEntries(carried, asked)).verdict, 'it was asked to stop, and finished').to.equal('valid');
    expect(judge(withEntries(carried, { ...asked, component: 'worker-2' })).verdict, 'another was').to.equal('unknown');
    expect(recoveryOf(carried)).to.deep.equal([]);
  });

  it('is unknown where nothing tells how the loss would be noticed', () => {
    const bare = withJournal(run, (entry) => {
      if (entry.kind !== 'call') return entry;
      const { terms: _, ...rest } = entry;
      return rest;
    });
    expect(statesOf(judge(bare))).to.deep.equal(['untold', 'within', 'within']);
    expect(judge(bare).verdict).to.equal('unknown');
    expect(judge(withRows(run, 'eventHistories', (rows) => rows.slice(0, 1))).verdict).to.equal('unknown');
  });

  it('is unknown where the planned fault was never in force', () => {
    const moot = withJournal(run, (entry) => (entry.kind === 'fault' ? null : entry));
    expect(judge(moot).verdict).to.equal('unknown');
  });

  it('is valid without a planned fault, but not if the journal has one, or nothing was done', () => {
    expect(judge(withoutFault(run)).verdict).to.equal('valid');
    expect(judge(withPlan(run, { schedule: [] })).verdict).to.equal('unknown');
    expect(judge(withRows(withoutFault(run), 'eventHistories', () => [])).verdict).to.equal('unknown');
  });
});

function isOutcome(event: Parameters<typeof eventTypeOf>[0], nth: number): boolean {
  // The second activity of the first document is its extraction.
  return eventTypeOf(event) === 'ACTIVITY_TASK_COMPLETED' && Number(event.eventId) === 4 + nth * 3;
}

function withoutRescue(): Evidence {
  return withJournal(run, (entry) => (isRescue(entry) ? null : entry));
}
