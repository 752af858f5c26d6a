import { expect } from 'chai';
import { withEntries } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import type { HistoryBuilder } from '../../contracts/sample-run/history-builder.ts';
import type { Evidence } from '../../model/evidence.ts';
import {
  childOf,
  PARENT,
  runWithChild,
  shortHistory,
  withAlso,
  withChildStarted,
  withHistories,
} from '../test-support/family.ts';
import { executionsIn, jobsOfWorkflows } from './executions.ts';

/** Why the last of the executions is there, and for which job. */
function lastOrigin(evidence: Evidence): readonly [string | undefined, string | null | undefined] {
  const origin = executionsIn(evidence).at(-1)?.origin;
  return [origin?.kind, origin?.job];
}

const asleep = (builder: HistoryBuilder): void => void builder.workflowTask(4100);
const mayStayOpen = (evidence: Evidence): boolean | undefined => executionsIn(evidence).at(-1)?.mayStayOpen;
const other = (workflowId: string): ReturnType<typeof shortHistory> =>
  shortHistory({ workflowId, runId: `of-${workflowId}` });

describe('executionsIn', () => {
  it('takes a child for the job of its parent, and a grandchild too', () => {
    const run = runWithChild();
    expect(lastOrigin(run)).to.deep.equal(['child', PARENT]);
    const grandchild = shortHistory({ workflowId: 'receipt-1/copy', runId: 'r2' }, childOf('receipt-1', 'r1'));
    const both = withHistories(withChildStarted(run, 'receipt-1/copy', { parent: 'r1' }), grandchild);
    expect(lastOrigin(both)).to.deep.equal(['child', PARENT]);
    expect(jobsOfWorkflows(both)('receipt-1/copy')).to.equal(PARENT);
  });

  it('believes no child of which its parent says nothing', () => {
    const child = shortHistory({ workflowId: 'receipt-1', runId: 'r1' }, childOf(PARENT));
    expect(lastOrigin(withHistories(correctRun(), child))).to.deep.equal(['unexplained', null]);
    const orphan = shortHistory({ workflowId: 'receipt-1', runId: 'r1' }, childOf('unknown'));
    expect(lastOrigin(withHistories(correctRun(), orphan))).to.deep.equal(['unexplained', null]);
  });

  it('takes the further runs of a child for the job too', () => {
    const next = shortHistory({ workflowId: 'receipt-1', runId: 'r2' }, { continuedExecutionRunId: 'r1' });
    expect(lastOrigin(withHistories(runWithChild(), next))).to.deep.equal(['child', PARENT]);
  });

  it('takes a child of a canary for a canary', () => {
    const child = shortHistory({ workflowId: 'c', runId: 'r' }, childOf('canary-1'));
    const told = withEntries(withHistories(correctRun(), child), {
      kind: 'canaries',
      workflowIds: ['canary-1'],
      atMs: 8400,
    });
    expect(lastOrigin(told)).to.deep.equal(['canary', null]);
  });

  it('knows the workflows that a job declares, by type and id', () => {
    const started = withHistories(correctRun(), other('receipt-7'));
    expect(lastOrigin(started)).to.deep.equal(['unexplained', null]);
    for (const [also, found] of [
      [{ workflowType: 'sendReceipt' }, 'declared'],
      [{ workflowType: 'sendReceipt', idPattern: String.raw`receipt-\d` }, 'declared'],
      [{ workflowType: 'sendReceipt', idPattern: 'receipt' }, 'unexplained'],
      [{ workflowType: 'another' }, 'unexplained'],
    ] as const) {
      expect(lastOrigin(withAlso(started, also))[0], JSON.stringify(also)).to.equal(found);
    }
    expect(jobsOfWorkflows(withAlso(started, { workflowType: 'sendReceipt' }))('receipt-7')).to.equal(PARENT);
  });

  it('knows what a schedule of the plan started so late that no start of it was seen', () => {
    const run = correctRun();
    const workload = run.plan.workload.map((job) =>
      job.workflowId === PARENT ? { ...job, workflowType: 'sendReceipt', bySchedule: {} } : job,
    );
    const scheduled = { ...run, plan: { ...run.plan, workload } };
    const origin = (id: string) => lastOrigin(withHistories(scheduled, other(id)));
    expect(origin(`${PARENT}-2026-11-30T21:44:32Z`)).to.deep.equal(['late', null]);
    expect(origin('receipt-2026-11-30T21:44:32Z')).to.deep.equal(['unexplained', null]);
  });

  it('names no job for a workflow that several declare, unless its id holds that of one', () => {
    const run = correctRun();
    const workload = run.plan.workload.map((job) => ({ ...job, also: [{ workflowType: 'sendReceipt' }] }));
    const all = withHistories({ ...run, plan: { ...run.plan, workload } }, other('receipt-7'), other('of-document-2'));
    const jobOf = jobsOfWorkflows(all);
    expect(['receipt-7', 'of-document-2', 'document-1', 'unheard-of'].map((id) => jobOf(id))).to.deep.equal([
      null,
      'document-2',
      'document-1',
      null,
    ]);
  });

  it('lets a child stay open that its parent abandoned, and a declared workflow that need not end', () => {
    expect(mayStayOpen(runWithChild(asleep))).to.equal(false);
    expect(mayStayOpen(runWithChild(asleep, { policy: 'REQUEST_CANCEL' }))).to.equal(false);
    expect(mayStayOpen(runWithChild(asleep, { policy: 'ABANDON' }))).to.equal(true);
    const started = withHistories(correctRun(), other('receipt-7'));
    expect(mayStayOpen(withAlso(started, { workflowType: 'sendReceipt' }))).to.equal(true);
    expect(mayStayOpen(withAlso(started, { workflowType: 'sendReceipt', end: 'completed' }))).to.equal(false);
  });
});
