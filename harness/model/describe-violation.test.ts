import { expect } from 'chai';
import { describeViolation } from './describe-violation.ts';

const twice = {
  violation: 'doubled',
  workflowId: 'document-01',
  step: 'publish (activity 9)',
  attempt: 2,
  detail: 'It was applied 2 times.',
  expected: 1,
  actual: 2,
} as const;

describe('a violation in one sentence', () => {
  it('names workflow, step and attempt, then what happened, then both sides', () => {
    expect(describeViolation(twice)).to.equal(
      'document-01, publish (activity 9), attempt 2: It was applied 2 times (expected 1, got 2).',
    );
  });

  it('leaves out what is not known, and says so of a workflow', () => {
    const { workflowId: _workflowId, ...rest } = twice;
    expect(describeViolation({ ...rest, workflowId: null, step: null, attempt: null })).to.equal(
      'an unnamed workflow: It was applied 2 times (expected 1, got 2).',
    );
    expect(
      describeViolation({ violation: 'exited', component: 'worker-1', incarnation: 2, detail: 'It ended.' }),
    ).to.equal('worker-1 #2: It ended.');
    expect(describeViolation({ violation: 'toxic', link: 'temporal@worker-1' })).to.equal('temporal@worker-1: toxic.');
    expect(describeViolation({ violation: 'other' })).to.equal('other.');
  });

  it('shows two long values from shortly before the place in which they differ', () => {
    const pages = (last: number): readonly number[] => [...Array.from({ length: 90 }, (_, index) => index), last, 1, 2];
    const text = describeViolation({ violation: 'other-value', expected: pages(7), actual: pages(8) });
    const [, wanted = '', got = ''] = /expected (.+), got (.+)\)/.exec(text) ?? [];
    expect([wanted.length, got.length]).to.deep.equal([81, 81]);
    expect(wanted).to.match(/^….*,89,7,1,2\]$/);
    expect(got).to.match(/^….*,89,8,1,2\]$/);
  });

  it('quotes a text that could be taken for the end of the sentence', () => {
    expect(describeViolation({ violation: 'other-value', expected: '', actual: 'a "b"' })).to.equal(
      'other-value (expected "", got "a \\"b\\"").',
    );
  });
});
