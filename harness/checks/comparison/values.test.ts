import { expect } from 'chai';
import type { Finding } from '../../model/check.ts';
import type { Json } from '../../model/json.ts';
import { comparedValues, expectedValues, sameValues, type WorkflowValue } from './values.ts';

/** Values of activities `a`, in schedule order: each an input, and a result if there is one. */
function activities(...values: readonly (readonly [input: Json, result?: Json])[]): readonly WorkflowValue[] {
  return values.map(([input, result = null], index) => {
    return { group: 'a', step: `a ${index + 1}`, attempt: 1, value: { input: [input], result }, inDoubt: false };
  });
}

function bodies(...digests: readonly string[]): readonly WorkflowValue[] {
  return digests.map((body) => ({ group: 'POST', step: 'POST', attempt: 2, value: { body }, inDoubt: false }));
}

type Values = readonly WorkflowValue[];
const judge = (actual: Values, ...references: readonly [Values, ...Values[]]): Finding | null =>
  sameValues(actual, expectedValues(references[0], references));
const exhibitsOf = (finding: Finding | null): Finding['exhibits'] => finding?.exhibits ?? [];

describe('sameValues', () => {
  it('is valid where all is as in the references, and says how many values that is', () => {
    const values = activities([{ n: 1, m: ['x', 'y'] }, true]);
    expect(judge(values, values, values, values)).to.deep.equal({
      check: 'values-as-without-fault',
      verdict: 'valid',
      summary: 'All 4 values are those of a run without a fault.',
      exhibits: [],
    });
  });

  it('is invalid for an input that differs, with step, attempt, place and both values', () => {
    const [first, second] = [activities(['r1', 'ok'], ['r2', 'ok']), activities(['r1', 'ok'], ['unknown', 'ok'])];
    const finding = judge(second, first, first);
    expect(finding).to.deep.include({
      verdict: 'invalid',
      summary: 'a 2, attempt 1: input[0] is "unknown" instead of "r2".',
    });
    expect(exhibitsOf(finding)[0]).to.deep.include({
      violation: 'other-value',
      step: 'a 2',
      attempt: 1,
      at: 'input[0]',
      expected: 'r2',
      actual: 'unknown',
    });
  });

  it('shows blank results after a resume together with the inputs that came of them', () => {
    const read = (receipt: (page: number) => string): Values => {
      const receipts = Array.from({ length: 30 }, (_, page) => receipt(page));
      return activities([null, { receipts }], [{ receipts }]);
    };
    const finding = judge(
      read(() => 'unknown'),
      read((page) => `ocr/${page}`),
      read((page) => `ocr/${page}`),
    );
    expect(finding?.summary).to.equal(
      'a 1, attempt 1: result.receipts[0] is "unknown" instead of "ocr/0" (and 59 more).',
    );
    expect(exhibitsOf(finding)).to.have.length(60);
  });

  it('names first what was scheduled first, not the first of a type', () => {
    const steps = (receipt: string): Values =>
      ['save', 'read', 'save'].map((type, index) => {
        const value = { input: index === 2 ? [receipt] : [], result: index === 1 ? receipt : null };
        return { group: type, step: `${type} ${index}`, attempt: 1, value, inDoubt: false };
      });
    expect(judge(steps('unknown'), steps('r1'))?.summary).to.equal(
      'read 1, attempt 1: result is "unknown" instead of "r1" (and 1 more).',
    );
  });

  it('takes a result that differs alone for harmless, and says so', () => {
    const finding = judge(activities(['x', 'already paid']), activities(['x', 'paid']));
    expect(finding).to.include({
      verdict: 'valid',
      summary: 'All 2 values are those of a run without a fault, but for 1 result on which nothing depends.',
    });
  });

  it('expects nothing where the references differ, and counts it', () => {
    const run = (time: string): Values => activities([{ id: time, amount: 5 }]);
    expect(judge(run('t4'), run('t1'), run('t2'), run('t3'))?.summary).to.equal(
      'All 2 values are those of a run without a fault; 1 differ among the references and are not judged.',
    );
    const wrong = activities([{ id: 't4', amount: 6 }]);
    expect(exhibitsOf(judge(wrong, run('t1'), run('t2')))[0]).to.deep.include({ at: 'input[0].amount', actual: 6 });
    expect(comparedValues(expectedValues(run('t1'), [run('t1'), run('t2')]))).to.deep.equal({
      compared: 2,
      differing: 1,
    });
  });

  it('is nothing where there is nothing to compare', () => {
    expect(judge([], [])).to.equal(null);
    expect(judge(bodies('c'), bodies('a'), bodies('b'))).to.equal(null);
  });

  it('takes branches that ran in another order, a look more and a look less', () => {
    const usual = activities(['x'], ['y'], ['z']);
    expect(judge(activities(['y'], ['z'], ['x']), usual, usual)?.verdict).to.equal('valid');
    expect(judge(activities(['x'], ['x'], ['y'], ['z']), usual, usual)?.verdict).to.equal('valid');
    expect(judge(activities(['x'], ['z']), usual, usual)?.verdict).to.equal('valid');
    const swapped = activities(['y'], ['x'], ['z']);
    expect(judge(activities(['x'], ['q'], ['z']), usual, swapped)?.verdict).to.equal('invalid');
  });

  it('compares a value of another shape, and one that is missing in it', () => {
    const usual = activities([{ a: [1, 2] }]);
    expect(exhibitsOf(judge(activities([{ a: [1] }]), usual))[0]).to.include({ at: 'input[0].a.length', actual: 1 });
    expect(exhibitsOf(judge(activities([{ a: [1, 2], b: 0 }]), usual))[0]).to.include({
      at: 'input[0].*',
      actual: '["a","b"]',
    });
    expect(judge(activities([null]), usual)?.verdict).to.equal('invalid');
  });

  it('takes a body of unknown outcome for one that was sent, and for no wrong one', () => {
    const doubtful = bodies('a').map((one) => ({ ...one, inDoubt: true }));
    expect(judge(doubtful, bodies('a'), bodies('a'))?.verdict).to.equal('valid');
    expect(
      judge(
        bodies('a').map((one) => ({ ...one, inDoubt: true })),
        bodies('b'),
      )?.verdict,
    ).to.equal('valid');
    expect(judge(bodies('c'), bodies('a'), bodies('a'))?.summary).to.equal(
      'POST, attempt 2: body is "c" instead of "a".',
    );
    expect(judge(bodies('a', 'query'), bodies('a'), bodies('a'))?.verdict).to.equal('valid');
  });
});
