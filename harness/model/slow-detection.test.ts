import { expect } from 'chai';
import { call, extraction, extractionTerms, journalOf } from '../contracts/sample-run/journal-builder.ts';
import type { TaskTerms } from './journal.ts';
import { slowDetections } from './slow-detection.ts';

const noticed = (change: Partial<TaskTerms>): readonly string[] => {
  const polled = { ...extraction, method: 'PollActivityTaskQueue', terms: { ...extractionTerms, ...change } };
  return slowDetections(journalOf([call('worker-1', 10, polled), call('worker-1', 20, polled)]));
};

describe('slowDetections', () => {
  it('says once for how long a lost attempt stays unnoticed without a heartbeat timeout', () => {
    expect(noticed({ heartbeatTimeoutMs: null, startToCloseTimeoutMs: 1_800_000 })).to.deep.equal([
      'Temporal notices a lost attempt of extractPages only after 30 min 00 s: the limit of its attempt, as it has no heartbeat timeout.',
    ]);
  });

  it('names a heartbeat timeout that is itself too long, and the shorter limit where there are two', () => {
    expect(noticed({ heartbeatTimeoutMs: 120_000, startToCloseTimeoutMs: null })).to.deep.equal([
      'Temporal notices a lost attempt of extractPages only after 2 min 00 s: its heartbeat timeout.',
    ]);
    expect(noticed({ heartbeatTimeoutMs: 400_000, startToCloseTimeoutMs: 900_000, scheduleToCloseTimeoutMs: 90_000 }))
      .to.have.lengthOf(1)
      .and.have.property('0')
      .that.contains('1 min 30 s: the limit of its attempt.');
  });

  it('says nothing where a loss is noticed soon, or nothing is known', () => {
    expect(noticed({})).to.deep.equal([]);
    expect(noticed({ heartbeatTimeoutMs: null, startToCloseTimeoutMs: null })).to.deep.equal([]);
    expect(slowDetections(journalOf([call('worker-1', 10, { ...extraction, method: 'X' })]))).to.deep.equal([]);
  });
});
