import { expect } from 'chai';
import { actionSchema, mustBeRefused } from './client-action.ts';
import { describeIssue } from './describe-issue.ts';
import { jobSchema } from './plan.ts';

const signal = { kind: 'signal', name: 'pay', args: [7], after: { kind: 'started' } };
const withStart = { ...signal, after: { kind: 'with-start' } };
const query = { ...signal, kind: 'query', name: 'status', answer: 'paid' };
const request = { method: 'POST', path: '/orders', headers: {} };

function refusal(action: unknown): string | null {
  const [issue] = actionSchema.safeParse(action).error?.issues ?? [];
  return issue === undefined ? null : describeIssue(issue, 'the action');
}

function jobRefusal(job: object): string | null {
  const bare = { workflowType: 'order', workflowId: 'order-1', args: [], actions: [] };
  const [issue] = jobSchema.safeParse({ ...bare, ...job }).error?.issues ?? [];
  return issue === undefined ? null : describeIssue(issue, 'the job');
}

describe('what a client does to a workflow', () => {
  it('may be a query or an update with its answer, a termination, or come with the start', () => {
    const update = { ...signal, kind: 'update', answer: { cents: 7 } };
    const terminate = { ...signal, kind: 'terminate', name: '', args: [] };
    for (const one of [signal, withStart, query, update, terminate, { ...withStart, kind: 'update' }])
      expect(refusal(one)).to.equal(null);
  });

  it('is refused in a sentence where it is mistaken', () => {
    expect(refusal({ ...signal, answer: 1 })).to.equal('`answer` is for the kinds "query" and "update"');
    expect(refusal({ ...signal, kind: 'query' })).to.equal('`answer` is missing: a query needs its required answer');
    expect(refusal({ ...query, request })).to.contain('query is sent to Temporal by the client');
    expect(refusal({ ...signal, kind: 'update', outcome: 'failed', answer: 1 })).to.contain('leave out `outcome`');
    expect(refusal({ ...withStart, kind: 'cancel' })).to.contain('is for the kinds "signal" and "update"');
    expect(refusal({ ...withStart, delayMs: 5 })).to.contain('with-start waits for nothing');
    expect(refusal({ ...withStart, by: 'system' })).to.contain('is sent to Temporal by the client');
    expect(refusal({ ...signal, outcome: 'failed' })).to.equal('`outcome` is for the kind "update"');
  });

  it('must be refused once the workflow has ended, unless it is a query', () => {
    expect(mustBeRefused({ kind: 'signal', after: { kind: 'ended' } })).to.equal(true);
    expect(mustBeRefused({ kind: 'query', after: { kind: 'ended' } })).to.equal(false);
    expect(mustBeRefused({ kind: 'signal', after: { kind: 'started' } })).to.equal(false);
  });
});

describe('the start of a job', () => {
  it('may have one action that comes with it', () => {
    expect(jobRefusal({ actions: [withStart] })).to.equal(null);
    expect(jobRefusal({ actions: [withStart, withStart] })).to.contain(
      'more than one action that comes with the start',
    );
  });

  it('has none if the API is asked for it', () => {
    expect(jobRefusal({ request, actions: [withStart] })).to.contain('which the API is asked for');
  });
});
