import { expect } from 'chai';
import { planOfRun } from '../contracts/sample-run/two-documents.ts';
import { describeIssue } from './describe-issue.ts';
import type { ExpectedOrder } from './expected-order.ts';
import { jobSchema } from './plan.ts';

/** What is wrong with the first job of the sample if it expects that order, in words; undefined if nothing is. */
function mistakeIn(order: ExpectedOrder): string | undefined {
  const [job] = planOfRun().workload;
  if (job === undefined) throw new TypeError('The sample has no job.');
  const [issue] = jobSchema.safeParse({ ...job, expect: { ...job.expect, order: [order] } }).error?.issues ?? [];
  return issue === undefined ? undefined : describeIssue(issue, 'the job');
}

describe('an expected order of effects', () => {
  it('names kinds and fields of expected effects', () => {
    expect(mistakeIn({ earlier: 'ocr', later: 'publish', matching: ['document'] })).to.equal(undefined);
  });

  it('is refused in one sentence if it could never be judged', () => {
    expect(mistakeIn({ earlier: 'ocr', later: 'pubish', matching: [] })).to.equal(
      '`expect.order.0.later` must be the kind of an expected effect, but "pubish" is not',
    );
    expect(mistakeIn({ earlier: 'ocr', later: 'publish', matching: ['page'] })).to.equal(
      '`expect.order.0.later` must be a kind with the field "page", but "publish" has none',
    );
  });

  it('has a kind before itself only by a number that descends', () => {
    expect(mistakeIn({ earlier: 'ocr', later: 'ocr', matching: [], descending: 'page' })).to.equal(undefined);
    expect(mistakeIn({ earlier: 'ocr', later: 'ocr', matching: [] })).to.equal(
      '`expect.order.0.earlier` must be another kind, or needs `descending`',
    );
  });
});
