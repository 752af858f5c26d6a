import { tmpdir } from 'node:os';
import { expect } from 'chai';
import { config } from '../../chaos.config.ts';
import { mayPoll } from '../model/existing-temporal.ts';
import { chooseStack } from './choose-stack.ts';
import { onTemporal } from './on-temporal.ts';

const payments = { command: ['python', 'payments.py'], taskQueue: 'payments' } as const;
const several = { ...config, fleets: { payments } };

describe('further fleets of workers', () => {
  it('are refused by name on the Docker stack, before an engine is asked', async () => {
    const error = await chooseStack('docker', several).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'CHAOS_STACK_LACKS');
    expect((error as Error).message).to.equal(
      'This needs a stack that can do "fleets", but the Docker stack can\'t. chaos.config.ts names the fleet payments. Use --stack embedded.',
    );
  });

  it('have the processes chosen where either stack will do', async () => {
    expect(await chooseStack('auto', several)).to.deep.equal({
      name: 'embedded',
      reason: 'chaos.config.ts names fleets',
    });
  });

  it('may poll their own task queues of an existing Temporal, and no other', async () => {
    const temporal = { address: '127.0.0.1:7233', ownTaskQueue: true };
    const where = { projectFolder: tmpdir(), runId: '20260101-000000-7' };
    const on = await onTemporal({ ...several, temporal }, where);
    const may = (taskQueue: string): boolean => on.temporal !== undefined && mayPoll(on.temporal, taskQueue);
    expect(may('payments')).to.equal(true);
    expect(may('mail')).to.equal(false);
    expect(may(on.config.taskQueue)).to.equal(true);
  });

  it('poll the task queue of the run where it is that of `workers`', async () => {
    const temporal = { address: '127.0.0.1:7233', ownTaskQueue: true };
    const fleets = { payments, mail: { ...payments, taskQueue: config.taskQueue } };
    const where = { projectFolder: tmpdir(), runId: '20260101-000000-7' };
    const on = await onTemporal({ ...config, fleets, temporal }, where);
    expect(on.config.fleets?.['mail']?.taskQueue).to.equal(on.config.taskQueue).and.not.to.equal(config.taskQueue);
    expect(on.config.fleets?.['payments']).to.deep.equal(payments);
    expect(on.temporal && mayPoll(on.temporal, config.taskQueue)).to.equal(false);
  });
});
