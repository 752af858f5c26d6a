import { expect } from 'chai';
import { entriesOf } from '../model/journal.ts';
import type { Probes, WorkflowState } from '../model/probes.ts';
import { type Baseline, steadyAgain } from './steady-state.ts';
import { fakeContext } from './test-support/fake-context.ts';

const ended = (workflowId: string): Promise<WorkflowState> =>
  Promise.resolve({ workflowId, running: false, completed: true, retrying: [] });

/** What the journal says against the steady state, where the state of the one job, and of the canary, is this. */
async function reasons(
  stateOfJob: () => Promise<WorkflowState>,
  stateOfCanary: (workflowId: string) => Promise<WorkflowState> = ended,
  elsewhere: Probes['elsewhere'] = [],
): Promise<readonly string[]> {
  const context = fakeContext({
    workflows: {
      start: () => Promise.resolve(),
      state: (workflowId) => (workflowId === 'a' ? stateOfJob() : stateOfCanary(workflowId)),
    },
    elsewhere,
    stack: { components: () => [], links: () => [] },
    parts: { canary: (n) => ({ workflowType: 'canary', workflowId: `canary-${n}`, args: [] }) },
  });
  context.journal.write({ kind: 'client', operation: 1, action: 'start', workflowId: 'a', step: 'ok' });
  const baseline: Baseline = { canaryLimitMs: 5000, nextCanary: () => 1, canaries: () => [] };
  const holds = await steadyAgain(context, baseline, 0);
  const [look] = entriesOf(context.journal.entries(), 'steady-state');
  expect(look?.holds).to.equal(holds);
  return (look?.reasons ?? []).map(({ cause, detail }) => `${cause}: ${detail}`);
}

describe('steadyAgain', () => {
  it('journals whose canary it was', async () => {
    const looks = await Promise.all(
      [undefined, 'own'].map(async (taskQueue) => {
        const canary = { workflowType: 'canary', workflowId: 'c', args: [], ...(taskQueue && { taskQueue }) };
        const context = fakeContext({
          workflows: { start: () => Promise.resolve(), state: ended },
          elsewhere: [],
          stack: { components: () => [], links: () => [] },
          parts: { canary: () => canary },
        });
        await steadyAgain(context, { canaryLimitMs: 5000, nextCanary: () => 1, canaries: () => [] }, 0);
        return entriesOf(context.journal.entries(), 'steady-state').map(({ ownCanary }) => ownCanary);
      }),
    );
    expect(looks).to.deep.equal([[undefined], [true]]);
  });

  it('holds where nothing speaks against it', async () => {
    expect(await reasons(() => ended('a'))).to.deep.equal([]);
  });

  it('does not hold while an activity is being retried', async () => {
    const retrying = { workflowId: 'a', running: true, completed: false, retrying: ['work (attempt 2)'] };
    expect(await reasons(() => Promise.resolve(retrying))).to.deep.equal([
      'activity-retrying: work (attempt 2) is being retried',
    ]);
  });

  it('does not hold where a workflow could not be looked at', async () => {
    const [reason, ...more] = await reasons(() => Promise.reject(new Error('deadline exceeded')));
    expect(reason).to.match(/^not-looked-at: a could not be looked at \(.*deadline exceeded.*\)$/);
    expect(more).to.deep.equal([]);
  });

  it('does not hold while a server that is no component does not answer, and holds once it does', async () => {
    const silent = { name: 'Supabase at abc.supabase.co', ask: () => Promise.reject(new Error('reading: 503\nmore')) };
    const said = await reasons(() => ended('a'), ended, [silent]);
    expect(said).to.deep.equal(['server-silent: Supabase at abc.supabase.co does not answer (reading: 503)']);
    const answers = { ...silent, ask: () => Promise.resolve() };
    expect(await reasons(() => ended('a'), ended, [answers])).to.deep.equal([]);
  });

  it('does not hold where the canary ended in any way but completed', async () => {
    const failed = (workflowId: string): Promise<WorkflowState> =>
      Promise.resolve({ workflowId, running: false, completed: false, retrying: [] });
    const [reason, ...more] = await reasons(() => ended('a'), failed);
    expect(reason).to.match(/^canary-failed: the canary did not come through \(.*canary-1.*\)$/);
    expect(more).to.deep.equal([]);
  });

  it('says so where it was our own look at the canary that failed', async () => {
    const [reason] = await reasons(
      () => ended('a'),
      () => Promise.reject(new Error('deadline exceeded')),
    );
    expect(reason).to.match(/^not-looked-at: the canary could not be looked at \(.*deadline exceeded.*\)$/);
  });
});
