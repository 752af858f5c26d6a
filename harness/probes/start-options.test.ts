import { expect } from 'chai';
import { workflowOptionsSchema } from '../model/workflow-options.ts';
import { startOptions } from './start-options.ts';

describe('startOptions', () => {
  it('notices a lost workflow task after 2 s, and leaves all else to Temporal', () => {
    expect(startOptions()).to.deep.equal({ workflowTaskTimeout: 2000 });
    expect(startOptions({ taskTimeoutMs: 500 })).to.deep.equal({ workflowTaskTimeout: 500 });
  });

  it("are those of the plan, in the SDK's words", () => {
    const retry = { initialIntervalMs: 100, maximumAttempts: 3, nonRetryableErrorTypes: ['Declined'] };
    const options = workflowOptionsSchema.parse({
      executionTimeoutMs: 5000,
      runTimeoutMs: 4000,
      startDelayMs: 10,
      retry,
      cronSchedule: '* * * * *',
      memo: { who: 'me' },
    });
    expect(startOptions(options)).to.deep.equal({
      workflowTaskTimeout: 2000,
      workflowExecutionTimeout: 5000,
      workflowRunTimeout: 4000,
      startDelay: 10,
      retry: { initialInterval: 100, maximumAttempts: 3, nonRetryableErrorTypes: ['Declined'] },
      cronSchedule: '* * * * *',
      memo: { who: 'me' },
    });
  });

  it('have search attributes of their types, an instant as one', () => {
    const searchAttributes = {
      customer: { type: 'Keyword', value: 'customer-7' },
      due: { type: 'Datetime', value: '2026-01-01T00:00:00Z' },
      tags: { type: 'KeywordList', value: ['a', 'b'] },
    };
    const { typedSearchAttributes } = startOptions(workflowOptionsSchema.parse({ searchAttributes }));
    expect(typedSearchAttributes).to.deep.equal([
      { key: { name: 'customer', type: 'KEYWORD' }, value: 'customer-7' },
      { key: { name: 'due', type: 'DATETIME' }, value: new Date('2026-01-01T00:00:00Z') },
      { key: { name: 'tags', type: 'KEYWORD_LIST' }, value: ['a', 'b'] },
    ]);
  });

  it('are refused where they are none', () => {
    for (const options of [{ taskTimeoutMs: 0 }, { retry: { maximumAttempts: 0 } }, { timeout: '5s' }])
      expect(workflowOptionsSchema.safeParse(options).success).to.equal(false);
  });
});
