import { expect } from 'chai';
import { violationsOf, withEntries, withEvents, withJob } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { payloads } from '../../contracts/sample-run/history-builder.ts';
import { eventTypeOf } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Json } from '../../model/json.ts';
import { type ClientAction, planSchema } from '../../model/plan.ts';
import { PARENT, withEventBeforeLast } from '../test-support/family.ts';
import { everyWorkflowCompletes } from './every-workflow-completes.ts';

const found = (evidence: Evidence): readonly unknown[] => violationsOf(everyWorkflowCompletes.judge(evidence));
const detailOf = (evidence: Evidence): unknown => everyWorkflowCompletes.judge(evidence).exhibits[0];

const pay: ClientAction = { kind: 'update', name: 'pay', args: [7], after: { kind: 'started' } };
/** The first document has one action before it: a signal. */
const ID = `${PARENT}-update-2`;

/** The correct run in which the first document is sent an update, with the client's answer. */
function sent(action: ClientAction, step: 'ok' | 'fail' | 'info' = 'ok'): Evidence {
  const planned = withJob(correctRun(), PARENT, (job) => ({ ...job, actions: [...job.actions, action] }));
  const entry = { kind: 'client', operation: 9, action: 'update', workflowId: PARENT } as const;
  return withEntries(planned, { ...entry, step: 'invoke', atMs: 4000 }, { ...entry, step, atMs: 4001 });
}

/** The evidence in which an event of an update is in the event history of the first document. */
function recorded(evidence: Evidence, type: 'ACCEPTED' | 'COMPLETED', attributes: object): Evidence {
  const field = `workflowExecutionUpdate${type === 'ACCEPTED' ? 'Accepted' : 'Completed'}EventAttributes`;
  const event = { eventType: `EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_${type}`, [field]: attributes };
  const rows = evidence.eventHistories.state === 'collected' ? evidence.eventHistories.rows : [];
  const changed = rows.map((row) =>
    row.workflowId === PARENT ? { ...row, events: withEventBeforeLast(row, event) } : row,
  );
  return { ...evidence, eventHistories: { state: 'collected', rows: changed } };
}

const accepted = (evidence: Evidence, updateId = ID): Evidence =>
  recorded(evidence, 'ACCEPTED', {
    protocolInstanceId: updateId,
    acceptedRequest: { meta: { updateId }, input: { name: 'pay', args: payloads([7]) } },
  });
const answered = (evidence: Evidence, how: 'success' | 'failure' = 'success'): Evidence =>
  recorded(evidence, 'COMPLETED', { meta: { updateId: ID }, outcome: { [how]: {} } });

describe('every-workflow-completes: updates', () => {
  it('wants each that the client sends accepted once, and answered once', () => {
    const once = answered(accepted(sent(pay)));
    expect(found(once)).to.deep.equal([]);
    expect(found(sent(pay))).to.deep.equal(['action-not-recorded']);
    expect(detailOf(accepted(sent(pay)))).to.have.property(
      'detail',
      'The update pay [7] was acknowledged, but was accepted, and has no answer there.',
    );
    expect(found(accepted(once))).to.deep.equal(['repeated']);
    expect(found(answered(once))).to.deep.equal(['repeated']);
  });

  it('wants the answer of the plan, if it gives one', () => {
    const said = (answer: Json): Evidence =>
      recorded(accepted(sent({ ...pay, answer: { paid: 7 } })), 'COMPLETED', {
        meta: { updateId: ID },
        outcome: { success: payloads([answer]) },
      });
    expect(found(said({ paid: 7 }))).to.deep.equal([]);
    expect(found(said({ paid: 8 }))).to.deep.equal(['other-answer']);
    expect(detailOf(said(null))).to.deep.include({ expected: { paid: 7 }, actual: null });
  });

  it('allows one of unknown outcome to be missing, but not to fail', () => {
    expect(found(sent(pay, 'info'))).to.deep.equal([]);
    expect(found(answered(accepted(sent(pay, 'info')), 'failure'))).to.deep.equal(['action-failed']);
    expect(found(sent(pay, 'fail'))).to.deep.equal(['action-failed']);
    const planned = withJob(correctRun(), PARENT, (job) => ({ ...job, actions: [...job.actions, pay] }));
    expect(found(planned)).to.deep.equal(['action-never-sent']);
  });

  it('wants nothing of one that is to be rejected, and no acceptance either', () => {
    const rejected: ClientAction = { ...pay, outcome: 'rejected' };
    expect(found(sent(rejected))).to.deep.equal([]);
    expect(found(answered(accepted(sent(rejected))))).to.deep.equal(['action-not-planned']);
  });

  it('wants one that is to fail to be accepted, and to fail', () => {
    const failing: ClientAction = { ...pay, outcome: 'failed' };
    expect(found(answered(accepted(sent(failing)), 'failure'))).to.deep.equal([]);
    expect(found(answered(accepted(sent(failing))))).to.deep.equal(['action-failed']);
  });

  it('judges no update of the system itself, and knows one that its API is asked for by name and arguments', () => {
    expect(found(accepted(correctRun(), 'of-an-activity'))).to.deep.equal([]);
    const request = { method: 'POST', path: '/pay', headers: {} } as const;
    const other = recorded(accepted(sent({ ...pay, request }), 'api-1'), 'COMPLETED', { meta: { updateId: 'api-1' } });
    expect(found(other)).to.deep.equal([]);
  });

  it('takes a workflow for doubtful that waits for an update of unknown outcome', () => {
    const open = withEvents(sent(pay, 'info'), PARENT, (event) =>
      eventTypeOf(event) === 'WORKFLOW_EXECUTION_COMPLETED' ? null : event,
    );
    expect(everyWorkflowCompletes.judge(open).verdict).to.equal('unknown');
    expect(everyWorkflowCompletes.judge(accepted(open)).verdict).to.equal('invalid');
  });
});

describe('a plan', () => {
  it('has an outcome of updates alone', () => {
    const { plan } = correctRun();
    const withAction = (action: object) => ({
      ...plan,
      workload: plan.workload.map((job) => ({ ...job, actions: [action] })),
    });
    expect(planSchema.safeParse(withAction({ ...pay, outcome: 'failed' })).success).to.equal(true);
    const parsed = planSchema.safeParse(withAction({ ...pay, kind: 'signal', outcome: 'failed' }));
    expect(parsed.error?.issues[0]).to.include({ message: 'is for the kind "update"' });
  });
});
