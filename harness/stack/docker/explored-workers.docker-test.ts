import { rm } from 'node:fs/promises';
import { Client, Connection } from '@temporalio/client';
import { expect } from 'chai';
import { findEngine } from '../../engine/find-engine.ts';
import { labelledObjects } from '../../engine/labelled.ts';
import type { ChaosConfig } from '../../model/config.ts';
import type { Place } from '../../model/crash-point.ts';
import { entriesOf } from '../../model/journal.ts';
import type { ServiceRequest } from '../../model/service-request.ts';
import { type DockerUnderTest, startDockerUnderTest } from '../test-support/docker-fixture.ts';

function attribute({ headers }: ServiceRequest): { workflowId: string; activityId: string } | null {
  const { 'x-workflow-id': workflowId, 'x-activity-id': activityId } = headers;
  return workflowId === undefined || activityId === undefined ? null : { workflowId, activityId };
}

describe('explored workers of a Docker stack', function () {
  this.timeout(180_000);
  let config: ChaosConfig;
  let under: DockerUnderTest;
  let connection: Connection;

  before(async () => {
    ({ config } = (await import(new URL('../../../chaos.config.ts', import.meta.url).href)) as { config: ChaosConfig });
    const extras = { relayServices: { attribute }, workerEnv: { OCR_PAGE_MS: '1' } };
    under = await startDockerUnderTest(`explored-docker-${process.pid}`, config, extras);
    connection = await Connection.connect({ address: under.stack.addresses.temporal });
  });
  after(async () => {
    await connection.close();
    await under.stack[Symbol.asyncDispose]();
    expect(await labelledObjects(await findEngine(), under.runId)).to.deep.equal([]);
    await rm(under.logsFolder, { recursive: true });
  });

  it('reach the services through relays, which lose one answer; a parked one gets nothing', async () => {
    const { stack, journal } = under;
    const parked = await stack.addWorker({ parked: true });
    const places: Place[] = [];
    using _watching = stack.gateway.intercept({
      reached: (boundaries) => {
        const own = boundaries.map(({ place }) => place).filter(({ exchange }) => exchange === 'outside');
        places.push(...own);
        return own[0] !== undefined && places.length === 2 ? Promise.resolve('lose') : undefined;
      },
      ended: () => undefined,
    });
    const client = new Client({ connection, namespace: config.namespace });
    const input = {
      document: 'relayed',
      pages: 2,
      batchSize: 2,
      reviewTimeoutMs: 300,
      embargoMs: 100,
      requester: 'me',
    };
    const args = [input, config.canary?.(1).args[1]];
    await client.workflow.execute('ingestDocument', { workflowId: 'relayed', taskQueue: config.taskQueue, args });
    expect(places.slice(0, 3).map(({ side, attempt }) => [side, attempt])).to.deep.equal([
      ['request', 1],
      ['reply', 1],
      ['request', 2],
    ]);
    const requests = entriesOf(journal.entries(), 'http');
    expect(requests.filter(({ outcome }) => outcome === 'lost')).to.have.length(1);
    expect(requests.some(({ link, status }) => link.startsWith('supabase@') && status === 201)).to.equal(true);
    const polls = entriesOf(journal.entries(), 'call').filter(({ component }) => component === parked.name);
    expect(polls.filter(({ method }) => method.startsWith('Poll'))).to.deep.equal([]);
  });
});
