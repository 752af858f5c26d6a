import type { Client } from '@temporalio/client';
import { expect } from 'chai';
import type { ExistingTemporal } from '../model/existing-temporal.ts';
import { removeFromTemporal } from './remove-from-temporal.ts';

const temporal: ExistingTemporal = {
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
  scheduleIds: ['chaos-abc123-1', 'chaos-abc123-2'],
};

describe('removeFromTemporal', () => {
  it('terminates the workflows and deletes the other schedules though one can not be deleted, and tells its error', async () => {
    const done: string[] = [];
    const refused = Object.assign(new Error('PERMISSION_DENIED'), { code: 7 });
    const deleted = (id: string) => (id.endsWith('1') ? Promise.reject(refused) : Promise.resolve(void done.push(id)));
    const client = {
      withDeadline: (_atMs: number, call: () => Promise<unknown>) => call(),
      schedule: { getHandle: (id: string) => ({ delete: () => deleted(id) }) },
      workflow: {
        list: () => [{ workflowId: 'order-1', runId: 'r' }],
        getHandle: (id: string) => ({ terminate: () => Promise.resolve(void done.push(id)) }),
      },
    } as unknown as Client;
    const error: unknown = await removeFromTemporal(client, temporal).catch((thrown: unknown) => thrown);
    expect(error).to.equal(refused);
    expect(done).to.have.members(['chaos-abc123-2', 'order-1']);
  });
});
