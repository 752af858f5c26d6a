import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { Connection } from '@temporalio/client';
import { expect } from 'chai';
import type { ChaosConfig } from '../../model/config.ts';
import { entriesOf } from '../../model/journal.ts';
import { PortPicker } from '../port-picker.ts';
import { leftOf, type StackUnderTest, startStackUnderTest, systemConfig } from '../test-support/stack-fixture.ts';
import { placeOf } from './fixed-address.ts';

describe('workers with an address of Temporal in their code', function () {
  this.timeout(120_000);
  let under: StackUnderTest;
  let config: ChaosConfig;
  let fixedAddress: string;

  before(async () => {
    fixedAddress = `localhost:${await new PortPicker(process.env).pick()}`;
    const { host, port } = placeOf(fixedAddress);
    const real = await systemConfig();
    const env: ChaosConfig['workers']['env'] = (addresses) =>
      real.workers.env?.({ ...addresses, temporalHost: host, temporalPort: port }) ?? {};
    config = { ...real, workers: { ...real.workers, fixedAddress, env } };
    under = await startStackUnderTest(`fixed-${process.pid}`, config);
  });
  after(async () => {
    await under.stack[Symbol.asyncDispose]();
    expect(await leftOf(under.runId)).to.deep.equal([]);
    await rm(under.logsFolder, { recursive: true });
  });

  it('leads each connection through the link of the worker that opened it', async () => {
    const { stack, journal } = under;
    const called = (): Set<string> => new Set(entriesOf(journal.entries(), 'call').map(({ component }) => component));
    expect(called()).to.deep.equal(new Set(['worker-1', 'worker-2']));
    await stack.component('worker-1').kill('fault');
    const before = journal.entries().length;
    await stack.component('worker-1').start();
    const calls = entriesOf(journal.entries().slice(before), 'call');
    expect(calls.filter(({ component }) => component === 'worker-1').map(({ incarnation }) => incarnation)).to.include(
      2,
    );
  });

  it('leads any other process to the server itself', async () => {
    const before = entriesOf(under.journal.entries(), 'call').length;
    const connection = await Connection.connect({ address: fixedAddress });
    const { namespaceInfo } = await connection.workflowService.describeNamespace({ namespace: config.namespace });
    expect(namespaceInfo?.name).to.equal(config.namespace);
    const calls = entriesOf(under.journal.entries(), 'call').slice(before);
    expect(calls.filter(({ method }) => method === 'DescribeNamespace')).to.deep.equal([]);
    await connection.close();
  });

  it('says that another program listens there', async () => {
    const taken = createServer();
    const free = await new PortPicker(process.env).pick();
    await new Promise<void>((resolve) => void taken.listen({ port: free, host: '127.0.0.1' }, resolve));
    const workers = { ...config.workers, fixedAddress: `127.0.0.1:${free}` };
    const runId = `fixed-taken-${process.pid}`;
    const error = await startStackUnderTest(runId, { ...config, workers }).catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'CHAOS_PORT_TAKEN');
    expect((error as Error).message).to.contain(`\`workers.fixedAddress\` (127.0.0.1:${free})`);
    expect(await leftOf(runId)).to.deep.equal([]);
    taken.close();
  });
});
