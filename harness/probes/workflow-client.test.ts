import { type Client, ScheduleAlreadyRunning } from '@temporalio/client';
import { ValueError } from '@temporalio/common';
import { expect } from 'chai';
import { workflowClient } from './workflow-client.ts';

/** A Temporal whose workflow has so many runs, each of which ends as soon as it is waited for. */
function temporal(runs: number): { readonly client: Client; readonly waits: () => number } {
  let ended = 0;
  const getWorkflowExecutionHistory = (): Promise<unknown> => {
    ended += 1;
    return Promise.resolve({ history: { events: [{}] } });
  };
  const describe = (): Promise<unknown> =>
    Promise.resolve({ raw: {}, status: { name: ended < runs ? 'RUNNING' : 'COMPLETED' } });
  const client = {
    options: { namespace: 'default' },
    withDeadline: (_: number, call: () => unknown) => call(),
    connection: { withAbortSignal: (_: AbortSignal, call: () => unknown) => call() },
    workflowService: { getWorkflowExecutionHistory },
    workflow: { getHandle: () => ({ describe }) },
  };
  return { client: client as unknown as Client, waits: () => ended };
}

describe('the end of a workflow', () => {
  it('is that of its last run: one that was continued, retried or reset goes on', async () => {
    for (const runs of [1, 3]) {
      const { client, waits } = temporal(runs);
      const workflows = workflowClient({ client, taskQueue: 'q', callLimitMs: 1000 });
      await workflows.closed('w', new AbortController().signal);
      expect(waits()).to.equal(runs);
    }
  });
});

describe('the answer to a query', () => {
  async function answered(answer: () => unknown): Promise<unknown> {
    const { client } = temporal(1);
    const getHandle = () => ({ query: async () => answer() });
    const asking = Object.assign(client, { workflow: { getHandle } });
    const workflows = workflowClient({ client: asking, taskQueue: 'q', callLimitMs: 1000 });
    return await workflows.query('w', { name: 'status', args: [] });
  }

  it('is JSON, or else a value that is compared with nothing', async () => {
    expect(await answered(() => ({ open: true, since: undefined }))).to.deep.equal({ open: true });
    expect(await answered(() => new Map())).to.deep.equal({ payloadEncoding: 'no JSON', sha256: null });
    const unknown = (): never => {
      throw new ValueError('Unknown encoding: binary/encrypted');
    };
    expect(await answered(unknown)).to.include({ sha256: null });
  });
});

describe('a schedule to delete later', () => {
  it('is forgotten if Temporal refused it, and kept if it may be there', async () => {
    const left = async (failure: Error): Promise<readonly string[]> => {
      const scheduleIds = ['order-1', 'order-2'];
      const schedule = { create: () => Promise.reject(failure) };
      const client = Object.assign(temporal(1).client, { schedule });
      const workflows = workflowClient({ client, taskQueue: 'q', callLimitMs: 1000, scheduleIds });
      await workflows.schedule({ workflowType: 'order', workflowId: 'order-1', args: [] }, {}).catch(() => undefined);
      return scheduleIds;
    };
    expect(await left(new ScheduleAlreadyRunning('there', 'order-1'))).to.deep.equal(['order-2']);
    expect(await left(new Error('no answer'))).to.deep.equal(['order-1', 'order-2']);
  });
});
