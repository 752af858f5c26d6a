import { expect } from 'chai';
import { clientConfig } from './config.ts';
import { refuseUnlessServed, startOptions } from './ingestion-client.ts';
import { RefusedError } from './refused-error.ts';

describe('refuseUnlessServed', () => {
  it('refuses everything where the system is switched off', () => {
    const config = clientConfig({ TEMPORAL_ENABLED: 'false' });
    expect(() => refuseUnlessServed('a', config)).to.throw(RefusedError, /"a", but TEMPORAL_ENABLED is off\./);
  });

  it('refuses a document that is not in the share', () => {
    const config = clientConfig({ TEMPORAL_ROLLOUT: '0' });
    expect(() => refuseUnlessServed('a', config)).to.throw(RefusedError, /not among the 0 % of TEMPORAL_ROLLOUT\./);
  });

  it('lets the others through', () => {
    expect(() => refuseUnlessServed('a', clientConfig({}))).not.to.throw();
  });
});

describe('startOptions', () => {
  it('hands the workflow all that it would otherwise read from the environment', () => {
    const options = startOptions({ document: 'd', pages: 3, requester: 'r' }, clientConfig({ EMBARGO_MS: '5' }));
    expect(options.workflowId).to.equal('d');
    expect(options.args?.[0]).to.deep.equal({
      document: 'd',
      pages: 3,
      batchSize: 10,
      reviewTimeoutMs: 604_800_000,
      embargoMs: 5,
      requester: 'r',
    });
    expect(options.args?.[1]).to.include({ extractHeartbeatMs: 30_000, retryBackoff: 2 });
  });
});
