import { expect } from 'chai';
import { describeIssue } from './describe-issue.ts';
import { renamedJob } from './mark-plan.ts';
import { type Job, jobSchema } from './plan.ts';
import { filledIn, limitOf } from './start-command.ts';

const start = { command: ['node', 'order.mjs', '--id={workflowId}', '{taskQueue}', 'order-1'] };
const bare = { workflowType: 'order', workflowId: 'order-1', args: [], actions: [] };

function refusal(job: object): string | null {
  const [issue] = jobSchema.safeParse({ ...bare, start, ...job }).error?.issues ?? [];
  return issue === undefined ? null : describeIssue(issue, 'the job');
}

describe('the command that starts the workflow of a job', () => {
  it('is told the id and the task queue, each as a part of a word too', () => {
    const named = { workflowId: 'order-$&', taskQueue: 'orders' };
    const words = filledIn(['node', '--id={workflowId}', '{taskQueue}'], named);
    expect(words).to.deep.equal(['node', '--id=order-$&', 'orders']);
    expect(filledIn(['{workflowId}', '{workflowId}'], { workflowId: 'a' })).to.deep.equal(['{workflowId}', 'a']);
  });

  it('has 20 seconds, or what the plan says', () => {
    expect(limitOf({ command: ['order'] })).to.equal(20_000);
    expect(limitOf({ command: ['order'], limitMs: 5 })).to.equal(5);
  });

  it('is refused in a sentence where it is mistaken', () => {
    const request = { method: 'POST', path: '/orders', headers: {} };
    const after = { kind: 'with-start' };
    expect(refusal({})).to.equal(null);
    expect(refusal({ start: { command: [] } })).to.equal('`start.command.0` is missing');
    expect(refusal({ start: { command: ['node', 7] } })).to.contain('`start.command.1` must be a text');
    expect(refusal({ start: { ...start, limitMs: 0 } })).to.contain('`start.limitMs`');
    expect(refusal({ start: { ...start, limit: 1 } })).to.contain('`start.limit` is not known');
    expect(refusal({ start: { command: ['{workflowId}'] } })).to.contain('must have {workflowId} among its arguments');
    expect(refusal({ start: { command: ['order'], idPattern: 'order-.*', executions: 2 } })).to.equal(null);
    expect(refusal({ start: { command: ['order'], idPattern: '(' } })).to.contain('must be a regular expression');
    expect(refusal({ start: { ...start, executions: 2 } })).to.contain('give an `idPattern`');
    expect(refusal({ request })).to.contain('`request` starts the workflow, and so does `start`');
    expect(refusal({ options: { runTimeoutMs: 5 } })).to.contain('the command of `start` chooses its own');
    expect(refusal({ actions: [{ kind: 'signal', name: 'pay', args: [], after }] })).to.contain(
      'which a command makes',
    );
  });

  it('is renamed with its job, so that a reference starts its own', () => {
    const job: Job = jobSchema.parse({ ...bare, start: { ...start, idPattern: 'order-1-.*' } });
    const { start: renamed } = renamedJob(job, 'order-1-reference-2');
    expect(renamed?.idPattern).to.equal('order-1-reference-2-.*');
    expect(renamed?.command).to.deep.equal([
      'node',
      'order.mjs',
      '--id={workflowId}',
      '{taskQueue}',
      'order-1-reference-2',
    ]);
  });
});
