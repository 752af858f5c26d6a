import { expect } from 'chai';
import {
  violationsOf,
  withAttributes,
  withEntries,
  withEvents,
  withHistory,
  withJob,
  withJournal,
  withPlan,
  withRows,
} from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { payloads, timeAt } from '../../contracts/sample-run/history-builder.ts';
import type { Finding } from '../../model/check.ts';
import { eventTypeOf } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { everyWorkflowCompletes } from './every-workflow-completes.ts';

const run = correctRun();
const judge = (evidence: typeof run): Finding => everyWorkflowCompletes.judge(evidence);

describe('every-workflow-completes', () => {
  it('is valid for the correct run and says how many ended how', () => {
    const finding = judge(run);
    expect(finding.verdict).to.equal('valid');
    expect(finding.summary).to.equal('2 of 2 workflows ended as expected: 2 completed.');
  });

  it('ignores event histories of workflows outside the plan', () => {
    const canary = withRows(run, 'eventHistories', (rows) => [
      ...rows,
      { workflowId: 'canary', runId: 'r', events: [] },
    ]);
    expect(judge(canary).verdict).to.equal('valid');
  });

  it('is invalid where there is a workflow that is neither planned nor a canary, once the canaries are known', () => {
    const more = ['canary-1', 'document-9'].map((workflowId) => ({ workflowId, runId: 'r', events: [] }));
    const stray = withRows(run, 'eventHistories', (rows) => [...rows, ...more]);
    const canaries = (...workflowIds: string[]): Evidence =>
      withEntries(stray, { kind: 'canaries', workflowIds, atMs: 8400 });
    const finding = judge(canaries('canary-1', 'canary-2'));
    expect(violationsOf(finding)).to.deep.equal(['not-planned']);
    expect(finding.exhibits[0]).to.include({ workflowId: 'document-9' });
    expect(judge(canaries('canary-1', 'document-9')).verdict).to.equal('valid');
  });

  it('is unknown where a workflow was still getting on when the limit of the run came, and invalid where it stood', () => {
    const open = withEvents(withPlan(run, { runTimeMs: 4000 }), 'document-2', (event) =>
      isCompletion(event) ? null : event,
    );
    expect(judge(open).verdict).to.equal('unknown');
    expect(judge(open).summary).to.contain('document-2: it was still getting on');
    // Its last event is of 7000, the recovery ended at 7999.
    const ending = (atMs: number): typeof run =>
      withJournal(open, (entry) => (entry.kind === 'phase' ? { ...entry, time: timeAt(atMs) } : entry));
    expect(judge(ending(11_900)).verdict).to.equal('unknown');
    expect(violationsOf(judge(ending(12_100)))).to.deep.equal(['other-end']);
  });

  it('does not take a workflow task that fails again and again for getting on', () => {
    // The last progress of document-2 came at 7000; a sixth attempt of its next task was scheduled at 11 500.
    const failing = (type: 'FAILED' | 'TIMED_OUT'): Evidence => {
      const tries = [
        ['SCHEDULED', 7000],
        [type, 7100],
        ['SCHEDULED', 11_500],
        ['STARTED', 11_600],
      ] as const;
      const open = withHistory(withPlan(run, { runTimeMs: 4000 }), 'document-2', ({ events, ...history }) => {
        const rest = events.filter((event) => !isCompletion(event));
        const added = tries.map(([state, atMs], index) => ({
          eventId: String(rest.length + 1 + index),
          eventTime: timeAt(atMs),
          eventType: `EVENT_TYPE_WORKFLOW_TASK_${state}`,
        }));
        return { ...history, events: [...rest, ...added] };
      });
      return withJournal(open, (entry) => (entry.kind === 'phase' ? { ...entry, time: timeAt(12_100) } : entry));
    };
    expect(violationsOf(judge(failing('FAILED')))).to.deep.equal(['other-end']);
    expect(judge(failing('TIMED_OUT')).verdict, 'a slow machine may be why').to.equal('unknown');
  });

  it('is unknown where a signal of unknown outcome may never have been executed', () => {
    const waiting = withEvents(withOutcome('document-1', 'info', 'signal'), 'document-1', (event) =>
      Number(event.eventId) >= signalId() ? null : event,
    );
    expect(judge(waiting).verdict).to.equal('unknown');
    const told = withEvents(run, 'document-1', (event) => (Number(event.eventId) >= signalId() ? null : event));
    expect(judge(told).verdict).to.equal('invalid');
    expect(judge(withOutcome('document-1', 'info', 'signal')).verdict).to.equal('valid');
  });

  it('is invalid where a job was never started', () => {
    const finding = judge(withJournal(run, (entry) => (isOperation(entry, 'document-2') ? null : entry)));
    expect(finding.verdict).to.equal('invalid');
    expect(violationsOf(finding)).to.deep.equal(['never-started']);
  });

  it('is invalid where a start failed', () => {
    const finding = judge(withOutcome('document-2', 'fail'));
    expect(violationsOf(finding)).to.deep.equal(['start-failed']);
  });

  it('is invalid where an acknowledged start left no event history', () => {
    const finding = judge(
      withRows(run, 'eventHistories', (rows) => rows.filter((row) => row.workflowId !== 'document-2')),
    );
    expect(finding.verdict).to.equal('invalid');
    expect(violationsOf(finding)).to.deep.equal(['no-event-history']);
  });

  it('is invalid where one start left two event histories', () => {
    const finding = judge(withRows(run, 'eventHistories', (rows) => [...rows, ...rows.slice(1)]));
    expect(violationsOf(finding)).to.deep.equal(['several-event-histories']);
  });

  it('is invalid where a workflow ended otherwise, or not at all', () => {
    const failed = withJob(run, 'document-2', (job) => ({ ...job, expect: { ...job.expect, end: 'failed' } }));
    expect(violationsOf(judge(failed))).to.deep.equal(['other-end']);
    const open = withEvents(run, 'document-2', (event) => (isCompletion(event) ? null : event));
    expect(violationsOf(judge(open))).to.deep.equal(['other-end']);
    expect(judge(open).exhibits[0]).to.include({ actual: 'still running' });
  });

  it('is invalid if the result differs, in any order of its keys', () => {
    const other = withEvents(run, 'document-2', (event) =>
      isCompletion(event) ? withAttributes(event, { result: payloads([{ status: 'published' }]) }) : event,
    );
    expect(violationsOf(judge(other))).to.deep.equal(['other-result']);
    const twoKeys = withJob(run, 'document-2', (job) => ({
      ...job,
      expect: { ...job.expect, result: { b: 1, a: 2 } },
    }));
    const reordered = withEvents(twoKeys, 'document-2', (event) =>
      isCompletion(event) ? withAttributes(event, { result: payloads([{ a: 2, b: 1 }]) }) : event,
    );
    expect(judge(reordered).verdict).to.equal('valid');
  });

  it('is invalid where a workflow was started with other arguments', () => {
    const finding = judge(withJob(run, 'document-2', (job) => ({ ...job, args: [{ document: 'another' }] })));
    expect(violationsOf(finding)).to.deep.equal(['other-start']);
  });

  it('is invalid where a signal said to be sent is not recorded', () => {
    const finding = judge(withEvents(run, 'document-1', (event) => (isSignal(event) ? null : event)));
    expect(finding.verdict).to.equal('invalid');
    expect(violationsOf(finding)).to.deep.equal(['action-not-recorded']);
  });

  it('is invalid where a planned signal was never sent, or failed', () => {
    const unsent = withJournal(run, (entry) => (isOperation(entry, 'document-1', 'signal') ? null : entry));
    expect(violationsOf(judge(unsent))).to.deep.equal(['action-never-sent']);
    expect(violationsOf(judge(withOutcome('document-1', 'fail', 'signal')))).to.deep.equal(['action-failed']);
  });

  it('is invalid where a signal was recorded that is not planned, or with other arguments', () => {
    const other = withEvents(run, 'document-1', (event) =>
      isSignal(event) ? withAttributes(event, { input: payloads([{ decision: 'rejected' }]) }) : event,
    );
    expect(violationsOf(judge(other))).to.deep.equal(['action-not-planned']);
  });

  it('is invalid where an acknowledged cancellation is not recorded', () => {
    const cancel = { kind: 'cancel' as const, name: '', args: [], after: { kind: 'started' as const } };
    const planned = withJob(run, 'document-2', (job) => ({ ...job, actions: [cancel] }));
    const entry = { kind: 'client', operation: 9, action: 'cancel', workflowId: 'document-2' } as const;
    const sent = withEntries(planned, { ...entry, step: 'invoke', atMs: 4000 }, { ...entry, step: 'ok', atMs: 4001 });
    expect(violationsOf(judge(sent))).to.deep.equal(['action-not-recorded']);
  });

  it('allows a start of unknown outcome to have no event history, or a right one', () => {
    const info = withOutcome('document-2', 'info');
    expect(judge(info).verdict).to.equal('valid');
    const absent = withRows(info, 'eventHistories', (rows) => rows.filter((row) => row.workflowId !== 'document-2'));
    expect(judge(absent).verdict).to.equal('valid');
    expect(judge(absent).summary).to.contain('of 1 the start is unknown');
  });

  it('is unknown where of no workflow it is known whether it was started', () => {
    const none = withRows(withPlan(withOutcome('document-2', 'info'), {}), 'eventHistories', () => []);
    const one = withPlan(none, { workload: none.plan.workload.slice(1) });
    expect(judge(one).verdict).to.equal('unknown');
  });
});

function isOperation(entry: (typeof run.journal)[number], workflowId: string, action = 'start'): boolean {
  return entry.kind === 'client' && entry.workflowId === workflowId && entry.action === action;
}

function withOutcome(workflowId: string, step: 'fail' | 'info', action = 'start'): typeof run {
  expect(entriesOf(run.journal, 'client').some((entry) => isOperation(entry, workflowId, action))).to.equal(true);
  return withJournal(run, (entry) =>
    entry.kind === 'client' && entry.step === 'ok' && isOperation(entry, workflowId, action)
      ? { ...entry, step }
      : entry,
  );
}

function signalId(): number {
  const [history] = run.eventHistories.state === 'collected' ? run.eventHistories.rows : [];
  return Number(history?.events.find((event) => isSignal(event))?.eventId);
}

function isCompletion(event: Parameters<typeof eventTypeOf>[0]): boolean {
  return eventTypeOf(event) === 'WORKFLOW_EXECUTION_COMPLETED';
}

function isSignal(event: Parameters<typeof eventTypeOf>[0]): boolean {
  return eventTypeOf(event) === 'WORKFLOW_EXECUTION_SIGNALED';
}
