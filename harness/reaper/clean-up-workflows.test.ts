import { expect } from 'chai';
import { cleanUpWorkflows } from './clean-up-workflows.ts';

describe('what may be left in an existing Temporal', () => {
  it('is told with the commands that remove it: first the schedules, then the workflows', async () => {
    const temporal = {
      address: '127.0.0.1:1',
      namespace: 'payments',
      tls: null,
      apiKey: null,
      metadata: {},
      leaveWorkflows: false,
      mark: 'chaos-abc123-',
      taskQueue: 'orders',
      ownTaskQueue: false,
      furtherTaskQueues: [],
      scheduleIds: ['chaos-abc123-bill'],
    };
    const error: unknown = await cleanUpWorkflows(temporal, { limitMs: 1, betweenMs: 1 }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).to.have.property('code', 'CHAOS_TEMPORAL_WORKFLOWS');
    const told = /schedule delete --schedule-id chaos-abc123-bill\. .*temporal workflow terminate --query/;
    expect(String(error)).to.match(told);
  });
});
