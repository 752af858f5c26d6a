import { rm } from 'node:fs/promises';
import { Client, Connection } from '@temporalio/client';
import { expect } from 'chai';
import { HarnessError } from '../errors.ts';
import type { ChaosConfig } from '../model/config.ts';
import type { TemporalSetup } from '../model/temporal-setup.ts';
import { setUpTemporal } from './set-up-temporal.ts';
import { type StackUnderTest, startStackUnderTest, systemConfig } from './test-support/stack-fixture.ts';

const { signal } = new AbortController();
const setup: TemporalSetup = {
  searchAttributes: { customer: 'Keyword', total: 'Double' },
  nexusEndpoints: { billing: { taskQueue: 'billing' } },
  retentionDays: 3,
};

describe('the set-up of Temporal', function () {
  this.timeout(120_000);
  let under: StackUnderTest;
  let config: ChaosConfig;
  let connection: Connection;

  before(async () => {
    config = await systemConfig();
    under = await startStackUnderTest(`set-up-test-${process.pid}`, config, { workers: 1 });
    connection = await Connection.connect({ address: under.stack.addresses.temporal });
  });
  after(async () => {
    await connection.close();
    await under.stack[Symbol.asyncDispose]();
    await rm(under.logsFolder, { recursive: true });
  });

  async function start(workflowId: string): Promise<unknown> {
    const { namespace, taskQueue } = config;
    const client = new Client({ connection, namespace });
    const searchAttributes = { customer: ['c-1'], total: [9.5] };
    return await client.workflow.start('ping', { taskQueue, workflowId, searchAttributes });
  }

  it('makes search attributes, endpoints and the retention of the namespace', async () => {
    const { namespace } = config;
    const missing: unknown = await start('before').catch((error: unknown) => error);
    expect(String((missing as Error).cause)).to.match(/search attribute/i);
    await setUpTemporal({ address: under.stack.addresses.temporal }, namespace, { setup, signal });
    await start('after');
    const { endpoints } = await connection.operatorService.listNexusEndpoints({});
    expect(endpoints.map(({ spec }) => spec?.name)).to.include('billing');
    const described = await connection.workflowService.describeNamespace({ namespace });
    expect(Number(described.config?.workflowExecutionRetentionTtl?.seconds)).to.equal(3 * 24 * 3600);
  });

  it('names the part that the server refuses', async () => {
    const bad: TemporalSetup = { nexusEndpoints: { 'no name': { taskQueue: 'q' } } };
    const place = { address: under.stack.addresses.temporal };
    const error: unknown = await setUpTemporal(place, config.namespace, { setup: bad, signal }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).to.be.instanceOf(HarnessError).with.property('code', 'CHAOS_STACK_NOT_READY');
    expect(String(error)).to.contain('Temporal refused `setup.nexusEndpoints.no name` of chaos.config.ts: ');
  });
});
