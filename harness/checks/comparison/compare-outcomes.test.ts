import { expect } from 'chai';
import type { Verdict } from '../../model/verdict.ts';
import { compareOutcomes } from './compare-outcomes.ts';
import { asReferences, type Outcome } from './outcome.ts';

function outcomeOf(state: string, work: string, input = 1): Outcome {
  const value = { input: [input], result: null };
  return { state, work: { [work]: 1 }, values: [{ group: 'a', step: 'a 1', attempt: 1, value, inDoubt: false }] };
}

const verdicts = (outcome: Outcome, ...references: readonly Outcome[]): Readonly<Record<string, Verdict>> =>
  Object.fromEntries(compareOutcomes(outcome, asReferences(references)).map(({ check, verdict }) => [check, verdict]));

describe('compareOutcomes', () => {
  it('is valid in all where one reference is the same', () => {
    const references = [outcomeOf('paid', 'charge'), outcomeOf('refused', 'refund')];
    for (const one of references) {
      expect(verdicts(one, ...references)).to.deep.equal({
        'end-state-as-without-fault': 'valid',
        'work-done-as-without-fault': 'valid',
        'values-as-without-fault': 'valid',
      });
    }
  });

  it('takes no end state of one reference together with the work of another', () => {
    const mixed = outcomeOf('paid', 'refund');
    const found = verdicts(mixed, outcomeOf('paid', 'charge'), outcomeOf('refused', 'refund'));
    expect(Object.values(found)).to.include('invalid');
  });

  it('names a value that differs where state and work are as they should be', () => {
    expect(verdicts(outcomeOf('paid', 'charge', 2), outcomeOf('paid', 'charge'))).to.include({
      'end-state-as-without-fault': 'valid',
      'values-as-without-fault': 'invalid',
    });
  });

  it('expects no id or time of an end state that is another in each reference', () => {
    const [a, b, c] = ['charge-1', 'charge-2', 'charge-3'].map((id) => outcomeOf(id, 'charge'));
    if (a === undefined || b === undefined || c === undefined) throw new TypeError('Expected three outcomes.');
    const fresh = outcomeOf('charge-4', 'charge');
    expect(verdicts(fresh, a, b, c)['end-state-as-without-fault']).to.equal('valid');
    expect(verdicts(fresh, a, b, b)['end-state-as-without-fault']).to.equal('invalid');
  });

  it('is unknown without a reference, and silent on values that there are none of', () => {
    expect(Object.values(verdicts(outcomeOf('paid', 'charge')))).to.deep.equal(['unknown', 'unknown']);
    const bare = { ...outcomeOf('paid', 'charge'), values: [] };
    expect(verdicts(bare, bare)).not.to.have.property('values-as-without-fault');
  });
});
