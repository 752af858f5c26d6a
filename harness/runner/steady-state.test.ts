import { expect } from 'chai';
import { entriesOf } from '../model/journal.ts';
import type { WorkflowState } from '../model/probes.ts';
import { type Baseline, steadyAgain } from './steady-state.ts';
import { fakeContext } from './test-support/fake-context.ts';

const ended = (workflowId: string): Promise<WorkflowState> =>
  Promise.resolve({ workflowId, running: false, retrying: [] });

/** What the journal says against the steady state, where the one job's state is this. */
async function reasons(stateOfJob: () => Promise<WorkflowState>): Promise<readonly string[]> {
  const context = fakeContext({
    workflows: {
      start: () => Promise.resolve(),
      state: (workflowId) => (workflowId === 'a' ? stateOfJob() : ended(workflowId)),
    },
    stack: { components: () => [], links: () => [] },
    parts: { canary: (n) => ({ workflowType: 'canary', workflowId: `canary-${n}`, args: [] }) },
  });
  context.journal.write({ kind: 'client', operation: 1, action: 'start', workflowId: 'a', step: 'ok' });
  const baseline: Baseline = { canaryLimitMs: 5000, nextCanary: () => 1, canaries: () => [] };
  const holds = await steadyAgain(context, baseline, 0);
  const [look] = entriesOf(context.journal.entries(), 'steady-state');
  expect(look?.holds).to.equal(holds);
  return look?.reasons ?? [];
}

describe('steadyAgain', () => {
  it('holds where nothing speaks against it', async () => {
    expect(await reasons(() => ended('a'))).to.deep.equal([]);
  });

  it('does not hold while an activity is being retried', async () => {
    const retrying = { workflowId: 'a', running: true, retrying: ['work (attempt 2)'] };
    expect(await reasons(() => Promise.resolve(retrying))).to.deep.equal(['work (attempt 2) is being retried']);
  });

  it('does not hold where a workflow could not be looked at', async () => {
    const [reason, ...more] = await reasons(() => Promise.reject(new Error('deadline exceeded')));
    expect(reason).to.match(/^a could not be looked at \(.*deadline exceeded.*\)$/);
    expect(more).to.deep.equal([]);
  });
});
