import { expect } from 'chai';
import { withEntries, withJob } from '../../contracts/sample-run/changes.ts';
import { correctRun } from '../../contracts/sample-run/correct-run.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Job } from '../../model/plan.ts';
import { everyWorkflowCompletes } from './every-workflow-completes.ts';

const W = 'document-2';
const start = { command: ['node', 'order.mjs', '{workflowId}'] } as NonNullable<Job['start']>;
const judged = (evidence: Evidence) => everyWorkflowCompletes.judge(evidence);

/** The run, in which a command starts the second document, with this outcome. */
function started(step: 'ok' | 'fail' | 'info', change: Partial<Job> = {}): Evidence {
  const operation = { kind: 'client', operation: 90, action: 'command', workflowId: W } as const;
  return withEntries(
    withJob(correctRun(), W, (job) => ({ ...job, start, ...change })),
    { ...operation, step: 'invoke', atMs: 1 },
    { ...operation, step, atMs: 4010, ...(step === 'ok' ? {} : { message: 'The command `order` said no.' }) },
  );
}

describe('the command that starts a workflow', () => {
  it('is right if it ends with 0, and proves nothing if a server was struck, which is said', () => {
    for (const step of ['ok', 'info'] as const) expect(judged(started(step)).verdict).to.equal('valid');
    expect(judged(started('info')).summary).to.contain('of 1 program that starts workflows the outcome is unknown');
    expect(judged(started('ok')).summary).not.to.contain('unknown');
  });

  it('is a finding by name if it fails, though its workflow ended well', () => {
    const finding = judged(started('fail'));
    expect(finding.verdict).to.equal('invalid');
    const detail = 'The command `order` said no.';
    expect(finding.exhibits[0]).to.deep.include({ workflowId: W, violation: 'action-failed', detail });
  });

  it('is a finding if it starts nothing', () => {
    const run = started('fail');
    const message = 'The command `order` ended with exit code 0, and started no workflow "document-2".';
    const journal = run.journal.map((entry) => {
      const isAnswer = entry.kind === 'client' && entry.workflowId === W && entry.step === 'ok';
      return isAnswer && entry.action === 'start' ? { ...entry, step: 'fail' as const, message } : entry;
    });
    const { verdict, exhibits } = judged({ ...run, journal });
    expect(verdict).to.equal('invalid');
    expect(exhibits).to.have.length(1);
    expect(exhibits[0]).to.deep.include({ workflowId: W, violation: 'start-failed', detail: message });
  });

  it('makes its own arguments, unless the plan says which', () => {
    expect(judged(started('ok', { args: [] })).verdict).to.equal('valid');
    expect(judged(started('ok', { args: ['other'] })).exhibits[0]).to.deep.include({ violation: 'other-start' });
    const plain = withJob(started('ok', { args: [] }), W, ({ start: _start, ...job }) => job);
    expect(judged(plain).exhibits[0]).to.deep.include({ violation: 'other-start' });
  });
});
