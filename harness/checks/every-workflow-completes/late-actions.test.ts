import { expect } from 'chai';
import { violationsOf, withEntries, withEvents, withJob } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { payloads } from '../../contracts/sample-run/history-builder.ts';
import type { Finding } from '../../model/check.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { ClientAction } from '../../model/plan.ts';
import { withEventBeforeLast } from '../test-support/family.ts';
import { everyWorkflowCompletes } from './every-workflow-completes.ts';

const judge = (evidence: Evidence): Finding => everyWorkflowCompletes.judge(evidence);
const late: ClientAction = { kind: 'signal', name: 'review', args: ['late'], after: { kind: 'ended' } };
const planned = withJob(correctRun(), 'document-1', (job) => ({ ...job, actions: [...job.actions, late] }));

/** The evidence in which the signal that comes after the end had this outcome. */
function sent(step: 'ok' | 'fail' | 'info', evidence = planned): Evidence {
  const entry = { kind: 'client', operation: 90, action: 'signal', workflowId: 'document-1', late: true } as const;
  const message = 'workflow execution already completed';
  return withEntries(evidence, { ...entry, step: 'invoke', atMs: 8200 }, { ...entry, step, message, atMs: 8210 });
}

describe('every-workflow-completes: what a client sends once a workflow has ended', () => {
  it('must be refused', () => {
    expect(judge(sent('fail')).verdict).to.equal('valid');
    expect(judge(sent('info')).verdict).to.equal('valid');
    expect(violationsOf(judge(sent('ok')))).to.deep.equal(['action-not-recorded']);
  });

  it('must have been sent', () => {
    expect(violationsOf(judge(planned))).to.deep.equal(['action-never-sent']);
  });

  it('must not be recorded, though it is in the plan', () => {
    const rows = planned.eventHistories.state === 'collected' ? planned.eventHistories.rows : [];
    const signal = {
      eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED',
      workflowExecutionSignaledEventAttributes: { signalName: 'review', input: payloads(['late']) },
    };
    const changed = rows.map((row) =>
      row.workflowId === 'document-1' ? { ...row, events: withEventBeforeLast(row, signal) } : row,
    );
    const recorded = sent('ok', { ...planned, eventHistories: { state: 'collected', rows: changed } });
    expect(violationsOf(judge(recorded))).to.deep.equal(['action-not-planned']);
  });

  it('excuses no other that was refused', () => {
    const refused = withEvents(sent('fail'), 'document-1', (event) => event);
    const other = { kind: 'client', operation: 91, action: 'signal', workflowId: 'document-1' } as const;
    const failed = withEntries(
      refused,
      { ...other, step: 'invoke', atMs: 8200 },
      { ...other, step: 'fail', atMs: 8210 },
    );
    expect(violationsOf(judge(failed))).to.deep.equal(['action-failed']);
  });
});
