import { expect } from 'chai';
import { violationsOf, withEvents, withJob } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { type HistoryBuilder, payloads } from '../../contracts/sample-run/history-builder.ts';
import type { Finding } from '../../model/check.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Json } from '../../model/json.ts';
import type { ClientAction } from '../../model/plan.ts';
import {
  childOf,
  completes,
  PARENT,
  runWithChild,
  shortHistory,
  withAlso,
  withEventBeforeLast,
  withHistories,
} from '../test-support/family.ts';
import { everyWorkflowCompletes } from './every-workflow-completes.ts';

const judge = (evidence: Evidence): Finding => everyWorkflowCompletes.judge(evidence);

/** The evidence in which the first document got one more signal, or a cancellation. */
function received(evidence: Evidence, attributes: Readonly<Record<string, Json>>, type = 'SIGNALED'): Evidence {
  const field = type === 'SIGNALED' ? 'workflowExecutionSignaled' : 'workflowExecutionCancelRequested';
  const event = { eventType: `EVENT_TYPE_WORKFLOW_EXECUTION_${type}`, [`${field}EventAttributes`]: attributes };
  const rows = evidence.eventHistories.state === 'collected' ? evidence.eventHistories.rows : [];
  const changed = rows.map((row) =>
    row.workflowId === PARENT ? { ...row, events: withEventBeforeLast(row, event) } : row,
  );
  return { ...evidence, eventHistories: { state: 'collected', rows: changed } };
}

const fromChild = { externalWorkflowExecution: { workflowId: 'receipt-1', runId: 'r1' } };
const to = { workflowExecution: { workflowId: PARENT } };
const sending =
  (type: string, attributes: Readonly<Record<string, Json>>) =>
  (builder: HistoryBuilder): void => {
    builder.add(4050, `${type}_INITIATED`, attributes);
    completes(builder);
  };
const signalling = sending('SIGNAL_EXTERNAL_WORKFLOW_EXECUTION', { ...to, signalName: 'done' });

describe('every-workflow-completes: signals and cancellations of the system itself', () => {
  it('allows a signal that a child sent, which its own event history shows', () => {
    const run = received(runWithChild(signalling), { signalName: 'done', ...fromChild });
    expect(judge(run).verdict).to.equal('valid');
  });

  it('is invalid where the sender shows nothing of it, or is no workflow of the plan', () => {
    const silent = judge(received(runWithChild(), { signalName: 'done', ...fromChild }));
    expect(violationsOf(silent)).to.deep.equal(['action-not-planned']);
    expect(silent.exhibits[0]).to.have.property('detail').that.contains('from the workflow receipt-1');
    const other = received(runWithChild(signalling), { signalName: 'another', ...fromChild });
    expect(violationsOf(judge(other))).to.deep.equal(['action-not-planned']);
    const stranger = shortHistory({ workflowId: 'receipt-1', runId: 'r1' }, childOf('unknown'), signalling);
    const foreign = received(withHistories(correctRun(), stranger), { signalName: 'done', ...fromChild });
    expect(violationsOf(judge(foreign))).to.deep.equal(['action-not-planned']);
  });

  it('believes the event that names a declared workflow as the sender, if its event history was not read yet', () => {
    const run = received(correctRun(), { signalName: 'done', ...fromChild });
    expect(violationsOf(judge(run))).to.deep.equal(['action-not-planned']);
    const declared = { workflowType: 'sendReceipt', idPattern: String.raw`receipt-\d`, end: 'completed' } as const;
    expect(violationsOf(judge(withAlso(run, declared)))).not.to.include('action-not-planned');
    const other = { ...declared, idPattern: String.raw`invoice-\d` };
    expect(violationsOf(judge(withAlso(run, other)))).to.include('action-not-planned');
    const ofAnyId = { workflowType: 'sendReceipt', end: 'completed' } as const;
    expect(violationsOf(judge(withAlso(run, ofAnyId)))).not.to.include('action-not-planned');
  });

  it('allows a cancellation that another workflow of the plan asked for', () => {
    const cancelling = sending('REQUEST_CANCEL_EXTERNAL_WORKFLOW_EXECUTION', to);
    const asked = { ...fromChild, externalInitiatedEventId: '5' };
    expect(judge(received(runWithChild(cancelling), asked, 'CANCEL_REQUESTED')).verdict).to.equal('valid');
    expect(violationsOf(judge(received(runWithChild(), asked, 'CANCEL_REQUESTED')))).to.deep.equal([
      'action-not-planned',
    ]);
  });

  it('takes no such signal for an acknowledged one that is gone', () => {
    const run = received(runWithChild(signalling), { signalName: 'done', ...fromChild });
    const lost = withEvents(run, PARENT, (event) =>
      JSON.stringify(event).includes('"signalName":"review"') ? null : event,
    );
    expect(violationsOf(judge(lost))).to.deep.equal(['action-not-recorded']);
  });

  it('allows what the plan says that the system sends, also again with a later attempt', () => {
    const paid: ClientAction = { kind: 'signal', name: 'paid', args: [1], after: { kind: 'started' }, by: 'system' };
    const planned = withJob(correctRun(), PARENT, (job) => ({ ...job, actions: [...job.actions, paid] }));
    const signal = { signalName: 'paid', input: payloads([1]) };
    const once = received(planned, signal);
    expect(judge(once).verdict).to.equal('valid');
    expect(judge(received(once, signal)).verdict).to.equal('valid');
    const never = judge(planned);
    expect(violationsOf(never)).to.deep.equal(['action-not-recorded']);
    expect(never.exhibits[0]).to.have.property('detail', 'The system never sent the signal paid [1].');
    expect(violationsOf(judge(received(once, { signalName: 'paid', input: payloads([2]) })))).to.deep.equal([
      'action-not-planned',
    ]);
  });
});
