import proto from '@temporalio/proto';
import { expect } from 'chai';
import * as fc from 'fast-check';
import { withoutFields } from './without-fields.ts';

const { PollActivityTaskQueueResponse } = proto.temporal.api.workflowservice.v1;
/** Its number in Temporal's service definition. */
const WORKFLOW_NAMESPACE = 2;

describe('withoutFields', () => {
  it('leaves out the fields named and keeps every other one as it was', () => {
    const message = fc.record({
      taskToken: fc.uint8Array({ minLength: 1 }),
      activityId: fc.string({ minLength: 1 }),
      attempt: fc.integer({ min: 1 }),
      workflowNamespace: fc.string({ minLength: 1 }),
    });
    const property = fc.property(message, ({ workflowNamespace, ...rest }) => {
      const bytes = PollActivityTaskQueueResponse.encode({ workflowNamespace, ...rest }).finish();
      const kept = withoutFields(bytes, new Set([WORKFLOW_NAMESPACE]));
      expect(Buffer.from(kept)).to.deep.equal(Buffer.from(PollActivityTaskQueueResponse.encode(rest).finish()));
    });
    fc.assert(property);
  });

  it('refuses a message that is cut short', () => {
    const bytes = PollActivityTaskQueueResponse.encode({ activityId: 'twelve' }).finish();
    expect(() => withoutFields(bytes.subarray(0, 4), new Set())).to.throw(RangeError);
  });
});
