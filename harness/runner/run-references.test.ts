import { expect } from 'chai';
import { entriesOf } from '../model/journal.ts';
import type { RunContext } from './run-context.ts';
import { referencesLimitMs, runReferences } from './run-references.ts';
import { ended, noHistories } from './test-support/asked-of-temporal.ts';
import { type Fakes, fakeContext, job } from './test-support/fake-context.ts';

const comparison = { keeps: { checkpoints: false, effects: true }, ignoreFields: ['attempt'] };

/** A run whose jobs have references, in a Temporal that notes what it is asked to start. */
function contextOf(told: string[], running = 0): RunContext {
  const workflows: Fakes['workflows'] = {
    start: ({ workflowId }) => Promise.resolve(void told.push(workflowId)),
    countRunning: () => Promise.resolve(running),
    state: () => Promise.resolve(running === 0 ? ended : { ...ended, running: true }),
  };
  const context = fakeContext({ workload: [job('a')], workflows, books: noHistories, parts: { comparison } });
  const runsOf = (id: string) => ({ of: [id], runs: [1, 2].map((nth) => job(`${id}-${nth}`)) });
  return { ...context, plan: { ...context.plan, runTimeMs: 400, references: [runsOf('a'), runsOf('b')] } };
}

describe('runReferences', () => {
  it('runs those of a round together, round by round, and journals that all have ended', async () => {
    const told: string[] = [];
    const context = contextOf(told);
    await runReferences(context, []);
    expect(told).to.deep.equal(['a-1', 'b-1', 'a-2', 'b-2']);
    const [entry] = entriesOf(context.journal.entries(), 'references');
    expect(entry).to.deep.include({ workflowIds: ['a-1', 'b-1', 'a-2', 'b-2'], ...comparison });
  });

  it('fails by name if one does not end in the time of a run', async () => {
    const failed = await runReferences(contextOf([], 1), []).catch((error: unknown) => error);
    expect(failed).to.include({ code: 'CHAOS_REFERENCE_FAILED' });
    expect(String(failed)).to.contain('of 2 runs without a fault had not ended after 400 ms');
  });

  it('does nothing in a plan in which all is given', async () => {
    const context = fakeContext({ workload: [job('a')] });
    await runReferences(context, []);
    expect(context.journal.entries()).to.deep.equal([]);
    expect(referencesLimitMs(context.plan)).to.equal(0);
  });

  it('takes as long as its rounds at most', () => {
    expect(referencesLimitMs(contextOf([]).plan)).to.equal(800);
  });
});
