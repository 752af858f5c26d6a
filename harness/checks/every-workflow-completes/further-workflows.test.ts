import { expect } from 'chai';
import { violationsOf, withEntries, withPlan } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import type { HistoryBuilder } from '../../contracts/sample-run/history-builder.ts';
import type { Finding } from '../../model/check.ts';
import type { Evidence } from '../../model/evidence.ts';
import {
  childOf,
  completes,
  PARENT,
  runWithChild,
  shortHistory,
  withAlso,
  withChildStarted,
  withEventBeforeLast,
  withHistories,
} from '../test-support/family.ts';
import { everyWorkflowCompletes } from './every-workflow-completes.ts';

/** The finding once it is known which workflows are canaries, as in every run. */
function judge(evidence: Evidence): Finding {
  return everyWorkflowCompletes.judge(
    withEntries(evidence, { kind: 'canaries', workflowIds: ['canary-1'], atMs: 8400 }),
  );
}

const asleep = (builder: HistoryBuilder): void => void builder.workflowTask(4100);
const failing = (builder: HistoryBuilder): void => void builder.add(4200, 'WORKFLOW_EXECUTION_FAILED', {});
const receipt = { workflowId: 'receipt-7', runId: 'r7' } as const;
const declared = { workflowType: 'sendReceipt', idPattern: String.raw`receipt-\d`, end: 'completed' } as const;

describe('every-workflow-completes: children', () => {
  it('is valid with a child of a planned workflow, however it ended, and says so', () => {
    const finding = judge(runWithChild());
    expect(finding.verdict).to.equal('valid');
    expect(finding.summary).to.contain('with 1 workflow that these started');
    expect(judge(runWithChild(failing)).verdict).to.equal('valid');
  });

  it('is invalid where a child still runs, unless its parent abandoned it', () => {
    for (const policy of ['TERMINATE', 'REQUEST_CANCEL']) {
      const finding = judge(runWithChild(asleep, { policy }));
      expect(violationsOf(finding), policy).to.deep.equal(['other-end']);
      expect(finding.exhibits[0]).to.include({ workflowId: 'receipt-1', actual: 'still running' });
    }
    expect(judge(runWithChild(asleep, { policy: 'ABANDON' })).verdict).to.equal('valid');
  });

  it('is unknown where a child was still getting on when the limit of the run came', () => {
    expect(judge(withPlan(runWithChild(asleep), { runTimeMs: 4000 })).verdict).to.equal('unknown');
  });

  it('is invalid where a child was started that has no event history, unless it is in another namespace', () => {
    expect(violationsOf(judge(started('receipt-2')))).to.deep.equal(['no-event-history']);
    const elsewhere = judge(started('receipt-2', 'other'));
    expect(elsewhere.verdict).to.equal('unknown');
    expect(elsewhere.summary).to.contain('another namespace');
  });

  it('is invalid where a child goes on in a run that is gone', () => {
    const gone = runWithChild(
      (builder) => void builder.add(4200, 'WORKFLOW_EXECUTION_CONTINUED_AS_NEW', { newExecutionRunId: 'r2' }),
    );
    expect(violationsOf(judge(gone))).to.deep.equal(['no-event-history']);
    const next = shortHistory({ workflowId: 'receipt-1', runId: 'r2' }, { continuedExecutionRunId: 'r1' });
    expect(judge(withHistories(gone, next)).verdict).to.equal('valid');
  });

  it('allows two children of one id, one after the other', () => {
    const second = shortHistory({ workflowId: 'receipt-1', runId: 'r2' }, childOf(PARENT));
    expect(judge(withHistories(runWithChild(), second)).verdict).to.equal('valid');
  });

  it('is invalid where a workflow calls itself a child, and its parent says nothing of it', () => {
    const alleged = shortHistory({ workflowId: 'receipt-1', runId: 'r1' }, childOf(PARENT));
    expect(violationsOf(judge(withHistories(correctRun(), alleged)))).to.deep.equal(['not-planned']);
  });
});

describe('every-workflow-completes: workflows that the system starts otherwise', () => {
  it('are not planned unless a job declares them', () => {
    const run = withHistories(correctRun(), shortHistory(receipt));
    expect(violationsOf(judge(run))).to.deep.equal(['not-planned']);
    expect(judge(withAlso(run, declared)).verdict).to.equal('valid');
  });

  it('must end as declared, and must be there', () => {
    const other = withAlso(withHistories(correctRun(), shortHistory(receipt, {}, failing)), declared);
    expect(violationsOf(judge(other))).to.deep.equal(['other-end']);
    expect(violationsOf(judge(withAlso(correctRun(), declared)))).to.deep.equal(['never-started']);
    expect(judge(withAlso(correctRun(), { ...declared, atLeast: 0 })).verdict).to.equal('valid');
    const two = withAlso(withHistories(correctRun(), shortHistory(receipt)), { ...declared, atLeast: 2 });
    expect(violationsOf(judge(two))).to.deep.equal(['never-started']);
  });

  it('are shared by the jobs that declare the same', () => {
    const run = correctRun();
    const workload = run.plan.workload.map((job) => ({ ...job, also: [declared] }));
    const both = { ...run, plan: { ...run.plan, workload } };
    expect(violationsOf(judge(withHistories(both, shortHistory(receipt))))).to.deep.equal(['never-started']);
    const second = shortHistory({ workflowId: 'receipt-8', runId: 'r8' });
    expect(judge(withHistories(both, shortHistory(receipt), second)).verdict).to.equal('valid');
  });

  it('may fail and be retried, but each run of a schedule must end as declared', () => {
    const chain = (initiator: string): Evidence =>
      withAlso(
        withHistories(
          correctRun(),
          shortHistory(receipt, {}, failing),
          shortHistory(
            { ...receipt, runId: 'r8', atMs: 5000 },
            { continuedExecutionRunId: 'r7', initiator: `CONTINUE_AS_NEW_INITIATOR_${initiator}` },
            (builder) => completes(builder),
          ),
        ),
        declared,
      );
    expect(judge(chain('RETRY')).verdict).to.equal('valid');
    const finding = judge(chain('CRON_SCHEDULE'));
    expect(violationsOf(finding)).to.deep.equal(['other-end']);
    expect(finding.exhibits[0]).to.have.property('detail').that.contains('is failed (run r7)');
  });
});

/** The run in which the first document started a child, of which nothing else is there. */
function started(workflowId: string, namespace?: string): Evidence {
  const run = withChildStarted(correctRun(), workflowId);
  const event = {
    eventType: 'EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_STARTED',
    childWorkflowExecutionStartedEventAttributes: {
      ...(namespace === undefined ? {} : { namespace }),
      workflowExecution: { workflowId, runId: 'gone' },
    },
  };
  const rows = run.eventHistories.state === 'collected' ? run.eventHistories.rows : [];
  const changed = rows.map((row) =>
    row.workflowId === PARENT ? { ...row, events: withEventBeforeLast(row, event) } : row,
  );
  return { ...run, eventHistories: { state: 'collected', rows: changed } };
}
