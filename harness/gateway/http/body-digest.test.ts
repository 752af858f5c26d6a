import { expect } from 'chai';
import { bodyDigestOf } from './body-digest.ts';

const first = { workflowId: 'order-1', runId: 'run-1' };
const second = { workflowId: 'order-2', runId: 'run-2' };

describe('bodyDigestOf', () => {
  it('is the same of executions that send the same but for their ids, in any order of fields', () => {
    const body = bodyDigestOf('{"order":"order-1","key":"run-1/pay","amount":5}', first);
    expect(bodyDigestOf('{"amount":5, "key":"run-2/pay","order":"order-2"}', second)).to.equal(body);
    expect(bodyDigestOf('{"order":"order-2","key":"run-2/pay","amount":6}', second)).not.to.equal(body);
    expect(bodyDigestOf('{"order":"order-1","key":"run-1/pay","amount":5}', second)).not.to.equal(body);
  });

  it('is of the text where it is no JSON, and where the run is unknown', () => {
    const form = bodyDigestOf('order=order-1&amount=5', { workflowId: 'order-1', runId: undefined });
    expect(bodyDigestOf('order=order-2&amount=5', second)).to.equal(form);
    expect(bodyDigestOf('order=order-2&amount=6', second)).not.to.equal(form);
  });
});
