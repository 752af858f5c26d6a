import { expect } from 'chai';
import { childOf, completes, shortHistory } from '../../checks/test-support/family.ts';
import type { HistoryBuilder } from '../../contracts/sample-run/history-builder.ts';
import type { EventHistory } from '../../model/event-history.ts';
import type { ExecutionId } from '../../model/probes.ts';
import { job, WORKFLOW_ID } from '../test-support/struck.ts';
import { type FamilyProbes, familyEnded } from './family-end.ts';

const parent = shortHistory({ workflowId: WORKFLOW_ID, runId: 'parent' }, {}, (builder) => {
  builder.add(4000, 'START_CHILD_WORKFLOW_EXECUTION_INITIATED', {
    workflowId: 'child',
    parentClosePolicy: 'PARENT_CLOSE_POLICY_ABANDON',
  });
  completes(builder);
});
const child = (steps: (builder: HistoryBuilder) => void): EventHistory =>
  shortHistory({ workflowId: 'child', runId: 'of-child' }, childOf(WORKFLOW_ID, 'parent'), steps);
const working = child((builder) => void builder.add(4100, 'ACTIVITY_TASK_SCHEDULED', { activityId: '1' }));
const mailbox = shortHistory({ workflowId: 'mail-1', runId: 'm', type: 'mailbox' });

/** A server that knows more at each look; how often it was looked at. */
function looking(...looks: readonly (readonly EventHistory[] | null)[]) {
  let looked = 0;
  const linkedHistories = async () => {
    const rows = looks[Math.min(looked, looks.length - 1)] ?? null;
    looked += 1;
    return rows === null ? { state: 'unavailable' as const, reason: 'away' } : { state: 'collected' as const, rows };
  };
  const executions = async (): Promise<readonly ExecutionId[]> => (looked < 3 ? [] : [mailbox]);
  const eventHistory = async () => mailbox;
  const signal = AbortSignal.timeout(5000);
  const probes = { books: { linkedHistories }, workflows: { executions, eventHistory } };
  return { context: { probes, signal } satisfies FamilyProbes, looked: () => looked };
}

describe('familyEnded', () => {
  it('waits for the work of an abandoned child, and for a server that is away', async () => {
    const { context, looked } = looking(null, [parent, working], [parent, child(completes)]);
    await familyEnded(context, job);
    expect(looked()).to.equal(3);
  });

  it('does not wait for an abandoned child that has nothing to do', async () => {
    const { context, looked } = looking([parent, child((builder) => void builder.workflowTask(4100))]);
    await familyEnded(context, job);
    expect(looked()).to.equal(1);
  });

  it('waits for workflows that the job declares under ids of a pattern', async () => {
    const { context, looked } = looking([parent, child(completes)]);
    await familyEnded(context, { ...job, also: [{ workflowType: 'mailbox', idPattern: 'mail-.*', end: 'completed' }] });
    expect(looked()).to.equal(3);
  });

  it('gives up when the exploration is aborted', async () => {
    const { context } = looking([parent, working]);
    const signal = AbortSignal.abort(new Error('interrupted'));
    const thrown = await familyEnded({ ...context, signal }, job).catch((error: unknown) => error);
    expect(thrown).to.have.property('message', 'interrupted');
  });
});
