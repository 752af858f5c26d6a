import { expect } from 'chai';
import { withAttributes, withEntries, withEvents, withJob } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import { payloads } from '../../contracts/sample-run/history-builder.ts';
import { eventTypeOf } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Json } from '../../model/json.ts';
import type { ClientAction } from '../../model/plan.ts';
import { everyWorkflowCompletes } from './every-workflow-completes.ts';

const W = 'document-2';
const query: ClientAction = { kind: 'query', name: 'status', args: [], after: { kind: 'started' }, answer: 'open' };
const judged = (evidence: Evidence) => everyWorkflowCompletes.judge(evidence);

/** The run, whose client asks the second document for its status, with this answer. */
function asked(step: 'ok' | 'fail' | 'info', answer?: Json, action: ClientAction = query): Evidence {
  const operation = { kind: 'client', operation: 90, action: 'query', workflowId: W, index: 0 } as const;
  return withEntries(
    withJob(correctRun(), W, (job) => ({ ...job, actions: [action] })),
    { ...operation, step: 'invoke', atMs: 4000 },
    { ...operation, step, atMs: 4010, ...(answer === undefined ? {} : { answer }) },
  );
}

describe('the queries of a client', () => {
  it('are valid with the answer of the plan', () => {
    expect(judged(asked('ok', 'open')).verdict).to.equal('valid');
  });

  it('are a finding with another answer, both side by side', () => {
    const finding = judged(asked('ok', 'closed'));
    expect(finding.verdict).to.equal('invalid');
    expect(finding.exhibits[0]).to.deep.include({ violation: 'other-answer', expected: 'open', actual: 'closed' });
  });

  it('are a finding if they are refused, or never sent, and none if their outcome is unknown', () => {
    expect(judged(asked('fail')).verdict).to.equal('invalid');
    expect(judged(asked('info')).verdict).to.equal('valid');
    const never = withJob(correctRun(), W, (job) => ({ ...job, actions: [query] }));
    expect(judged(never).exhibits[0]).to.deep.include({ violation: 'action-never-sent', step: 'query' });
  });

  it('may come once the workflow has ended: a query is answered then', () => {
    expect(judged(asked('ok', 'open', { ...query, after: { kind: 'ended' } })).verdict).to.equal('valid');
  });
});

describe('the termination of a workflow by its client', () => {
  const terminate: ClientAction = { kind: 'terminate', name: '', args: [], after: { kind: 'started' } };
  const operation = { kind: 'client', operation: 91, action: 'terminate', workflowId: W, index: 0 } as const;
  const terminated = withEvents(correctRun(), W, (event) =>
    eventTypeOf(event) === 'WORKFLOW_EXECUTION_COMPLETED'
      ? { ...withAttributes(event, { result: payloads([]) }), eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED' }
      : event,
  );
  const planned = (evidence: Evidence): Evidence =>
    withEntries(
      withJob(evidence, W, ({ expect: { result: _result, ...expected }, ...job }) => {
        return { ...job, actions: [terminate], expect: { ...expected, end: 'terminated' as const } };
      }),
      { ...operation, step: 'invoke', atMs: 4000 },
      { ...operation, step: 'ok', atMs: 4010 },
    );

  it('is valid if its end is recorded, and a finding if that is lost', () => {
    expect(judged(planned(terminated)).verdict).to.equal('valid');
    const { exhibits } = judged(planned(correctRun()));
    expect(exhibits.map((one) => JSON.stringify(one)).join()).to.contain('action-not-recorded');
  });

  it('is a finding if no plan asks for it', () => {
    const { exhibits } = judged(
      withJob(terminated, W, (job) => ({ ...job, expect: { ...job.expect, end: 'terminated' as const } })),
    );
    expect(exhibits.map((one) => JSON.stringify(one)).join()).to.contain('action-not-planned');
  });
});
