import { expect } from 'chai';
import { entriesOf } from '../model/journal.ts';
import type { ClientAction, Job } from '../model/plan.ts';
import type { WorkflowClient } from '../model/probes.ts';
import { carryOut } from './client-operation.ts';
import { startJob } from './start-job.ts';
import { type Fakes, fakeContext, job } from './test-support/fake-context.ts';

const approve: ClientAction = { kind: 'signal', name: 'approve', args: [7], after: { kind: 'with-start' } };
const query: ClientAction = { kind: 'query', name: 'status', args: [], after: { kind: 'ended' }, answer: 'paid' };
const jobWith = (...actions: ClientAction[]): Job => ({ ...job('a'), actions });

/** What the client journals, as its action, step and answer. */
async function journalled(
  workflows: NonNullable<Fakes['workflows']>,
  act: (context: ReturnType<typeof fakeContext>) => Promise<void>,
): Promise<readonly unknown[]> {
  const context = fakeContext({ workflows: { outcomeUnknown: () => false, ...workflows } });
  await act(context);
  return entriesOf(context.journal.entries(), 'client').map(({ action, step, index, answer }) => {
    return [action, step, index ?? null, answer ?? null];
  });
}

describe('what a client does', () => {
  it('starts a workflow together with a signal in one call, and journals both', async () => {
    const told: unknown[] = [];
    const start: WorkflowClient['start'] = ({ workflowId }, action) => {
      return Promise.resolve(void told.push([workflowId, action?.name ?? null]));
    };
    const entries = await journalled({ start }, async (context) => void (await startJob(context, jobWith(approve))));
    expect(told).to.deep.equal([['a', 'approve']]);
    expect(entries).to.have.deep.members([
      ['start', 'invoke', null, null],
      ['signal', 'invoke', 0, null],
      ['start', 'ok', null, null],
      ['signal', 'ok', 0, null],
    ]);
  });

  it('journals the failure of such a call for both', async () => {
    const start = (): Promise<never> => Promise.reject(new Error('refused'));
    const entries = await journalled({ start }, async (context) => void (await startJob(context, jobWith(approve))));
    expect(entries).to.deep.include.members([
      ['start', 'fail', null, null],
      ['signal', 'fail', 0, null],
    ]);
  });

  it('journals the answer to a query, which is not late though the workflow has ended', async () => {
    const answering = { query: () => Promise.resolve('open') };
    const entries = await journalled(answering, (context) => carryOut(context, jobWith(query), query));
    expect(entries).to.deep.equal([
      ['query', 'invoke', 0, null],
      ['query', 'ok', 0, 'open'],
    ]);
  });
});
