import { expect } from 'chai';
import { comparableItems } from './as-without-fault.ts';
import { comparesAny, isCompared, withEnd } from './compared-items.ts';
import { describeIssue } from './describe-issue.ts';
import { type Job, jobSchema } from './plan.ts';

const bare = { workflowType: 'order', workflowId: 'order-1', args: [], actions: [] };
const given = { end: 'completed', checkpoints: [], effects: [], progress: [] } as const;
const read = (expectation?: unknown): Job => jobSchema.parse({ ...bare, expect: expectation });

function refusal(expectation: unknown): string {
  const [issue] = jobSchema.safeParse({ ...bare, expect: expectation }).error?.issues ?? [];
  return issue === undefined ? 'none' : describeIssue(issue, 'the job');
}

describe('an expectation as without a fault', () => {
  it('is one that is left out, or says so as a whole', () => {
    const whole = { ...given, asWithoutFault: [...comparableItems] };
    expect(read().expect).to.deep.equal(whole);
    expect(jobSchema.parse(bare).expect).to.deep.equal(whole);
    expect(read('as-without-fault').expect).to.deep.equal(whole);
  });

  it('may be so in single items, beside others that are given', () => {
    const { expect: some } = read({ ...given, result: 'as-without-fault', effects: 'as-without-fault' });
    expect(some).to.deep.equal({ ...given, asWithoutFault: ['result', 'effects'] });
    expect([isCompared(some, 'effects'), isCompared(some, 'end')]).to.deep.equal([true, false]);
    expect(comparesAny(read(given))).to.equal(false);
  });

  it('is read back as it was stored', () => {
    for (const job of [read(), read({ ...given, rows: 'as-without-fault' }), read(given)]) {
      expect(jobSchema.parse(JSON.parse(JSON.stringify(job)))).to.deep.equal(job);
    }
  });

  it('may be one of several that are right', () => {
    const { expect: first, orExpect } = read([given, 'as-without-fault', { ...given, end: 'failed' }]);
    expect(first).to.deep.equal(given);
    expect(orExpect?.map(({ end, asWithoutFault = [] }) => [end, asWithoutFault.length])).to.deep.equal([
      ['completed', comparableItems.length],
      ['failed', 0],
    ]);
  });

  it('has the end of its references once that is known, and nothing else changes', () => {
    const job = read(['as-without-fault', given]);
    const known = withEnd(job, 'failed');
    expect(known.expect).to.deep.equal({ ...job.expect, end: 'failed' });
    expect(known.orExpect).to.deep.equal(job.orExpect);
    expect(withEnd(read(given), 'failed')).to.deep.equal(read(given));
  });

  it('is refused in a sentence where it is mistaken', () => {
    expect(refusal([])).to.equal('`expect` must be an object');
    expect(refusal('as-with-fault')).to.equal('`expect` must be an object');
    expect(refusal({ ...given, timers: 'as-without-fault' })).to.equal('`expect.timers` must be a list');
    expect(refusal({ ...given, end: 'as-without-fault', failure: { type: 'x' } })).to.contain('needs the end "failed"');
    expect(refusal({ ...given, asWithoutFault: ['timers'] })).to.contain('must be one of end, result');
  });
});
