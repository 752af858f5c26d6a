import { expect } from 'chai';
import { expectationSchema } from '../../harness/model/expectation.ts';
import { expectedIngestion } from './expected-ingestion.ts';
import { testTimeouts } from './test-timeouts.ts';

const input = {
  document: 'd',
  pages: 3,
  batchSize: 2,
  reviewTimeoutMs: 1000,
  embargoMs: 100,
  requester: 'requester-1',
};

describe('the expectation of an ingestion', () => {
  it('has the status that each checkpoint tells, and the last one as that of the document', () => {
    const statuses = (fate: 'approved' | 'cancelled'): readonly unknown[] =>
      (expectedIngestion(input, fate, testTimeouts).rows ?? []).map(({ table, columns }) => [table, columns['status']]);
    const first = ['extracting', 'embedding', 'in-review'].map((status) => ['checkpoints', status]);
    expect(statuses('approved')).to.deep.equal([
      ['documents', 'published'],
      ...first,
      ['checkpoints', 'embargoed'],
      ['checkpoints', 'published'],
    ]);
    expect(statuses('cancelled')).to.deep.equal([['documents', 'cancelled'], ...first, ['checkpoints', 'cancelled']]);
  });

  it('has the timeouts that the client asks for, of which only the extraction heartbeats', () => {
    const options = expectedIngestion(input, 'rejected', testTimeouts).activityOptions ?? {};
    const heartbeats = Object.entries(options).map(([type, { heartbeatMs }]) => [type, heartbeatMs]);
    expect(heartbeats.filter(([, ms]) => ms !== 0)).to.deep.equal([['extractPages', testTimeouts.extractHeartbeatMs]]);
  });

  it('is one that a plan accepts', () => {
    const expected = expectedIngestion(input, 'timed-out', testTimeouts);
    expect(expectationSchema.parse(expected)).to.deep.equal(expected);
  });
});
