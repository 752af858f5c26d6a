import { rm } from 'node:fs/promises';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { expect } from 'chai';
import type { ChaosConfig } from '../../model/config.ts';
import { type Boundary, type Fate, type Interceptor, type Place, placeKey } from '../../model/crash-point.ts';
import { type EntryOf, entriesOf } from '../../model/journal.ts';
import type { ServiceRequest } from '../../model/service-request.ts';
import { waitFor } from '../../wait.ts';
import { type StackUnderTest, startStackUnderTest } from '../test-support/stack-fixture.ts';

/** As the requests of the system under test say it themselves. */
function attribute({ link, headers, body }: ServiceRequest): { workflowId: string; activityId: string } | null {
  if (link === 'outside') return named(headers['x-workflow-id'], headers['x-activity-id']);
  const row = (body === '' ? {} : JSON.parse(body)) as { workflow_id?: string; activity_id?: string };
  return named(row.workflow_id, row.activity_id);
}

function named(workflowId?: string, activityId?: string): { workflowId: string; activityId: string } | null {
  return workflowId === undefined || activityId === undefined ? null : { workflowId, activityId };
}

describe('explored workers of an embedded stack', function () {
  this.timeout(120_000);
  let config: ChaosConfig;
  let under: StackUnderTest;
  let connection: Connection;
  let client: Client;

  before(async () => {
    const module = (await import(new URL('../../../chaos.config.ts', import.meta.url).href)) as { config: ChaosConfig };
    config = module.config;
    const changes = { workers: 0, relayServices: { attribute }, workerEnv: { OCR_PAGE_MS: '1' } };
    under = await startStackUnderTest(`explored-${process.pid}`, config, changes);
    connection = await Connection.connect({ address: under.stack.addresses.temporal });
    client = new Client({ connection, namespace: config.namespace });
  });
  after(async () => {
    await connection.close();
    await under.stack[Symbol.asyncDispose]();
    await rm(under.logsFolder, { recursive: true });
  });

  const start = async (workflowId: string, type: string, input: object): Promise<WorkflowHandle> => {
    const args = [input, config.canary?.(1).args[1]];
    return client.workflow.start(type, { workflowId, taskQueue: config.taskQueue, args });
  };
  const ingest = async (document: string): Promise<WorkflowHandle> => {
    const input = { document, pages: 2, batchSize: 2, reviewTimeoutMs: 300, embargoMs: 100, requester: 'me' };
    return start(document, 'ingestDocument', input);
  };
  const calls = (): readonly EntryOf<'call'>[] => entriesOf(under.journal.entries(), 'call');
  const requests = (): readonly EntryOf<'http'>[] => entriesOf(under.journal.entries(), 'http');
  const watch = (decide: (boundary: Boundary) => Promise<Fate> | undefined): { seen: Boundary[] } & Disposable => {
    const seen: Boundary[] = [];
    const interceptor: Interceptor = {
      reached: (boundaries) => {
        seen.push(...boundaries);
        return boundaries.map(decide).find((fate) => fate !== undefined);
      },
      ended: () => undefined,
    };
    const watching = under.stack.gateway.intercept(interceptor);
    return { seen, [Symbol.dispose]: () => watching[Symbol.dispose]() };
  };

  it('are up and get nothing as long as they are parked', async () => {
    const { stack } = under;
    const worker = await stack.addWorker({ parked: true });
    expect([worker.name, worker.running]).to.deep.equal(['worker-1', true]);
    const greeting = await start('parked', 'greeting', { name: 'Ada', durationMs: 0 });
    const asked = { namespace: config.namespace, taskQueue: { name: config.taskQueue } };
    expect((await connection.workflowService.describeTaskQueue(asked)).pollers).to.deep.equal([]);
    expect(Number((await greeting.fetchHistory()).events?.at(-1)?.eventId)).to.equal(2); // Scheduled, not started.
    const letGoMs = under.journal.nowMs();
    stack.gateway.park('worker-1', false);
    expect(await greeting.result()).to.equal('hello, Ada');
    const polls = calls().filter(({ method }) => method.startsWith('Poll'));
    expect(polls.length).to.be.at.least(2);
    expect(polls.every(({ startedMs }) => startedMs >= letGoMs)).to.equal(true);
  });

  it('lose one answer at a service and one at Temporal, and get over it', async () => {
    const lost: Place[] = [];
    using watching = watch(({ place }) => {
      const first =
        place.side === 'reply' && place.attempt === 1 && !lost.some(({ exchange }) => exchange === place.exchange);
      if (!first || !['supabase', 'outside', 'completion'].includes(place.exchange)) return undefined;
      lost.push(place);
      return Promise.resolve('lose');
    });
    const document = await ingest('lost-answers');
    await document.result();
    expect(lost.map(({ exchange }) => exchange)).to.have.members(['supabase', 'outside', 'completion']);
    const outcomes = [...calls(), ...requests()].filter(({ outcome }) => outcome === 'lost');
    expect(outcomes).to.have.length(3);
    const again = lost.filter(({ exchange }) => exchange !== 'completion').map((place) => ({ ...place, attempt: 2 }));
    const keys = new Set(watching.seen.map(({ place }) => placeKey(place)));
    expect(again.every((place) => keys.has(placeKey(place)))).to.equal(true);
    const tasks = watching.seen.map(({ place }) => (place.task === 'workflow' ? place.number : 0));
    const { events } = await document.fetchHistory();
    const completed = (events ?? []).filter(
      ({ workflowTaskCompletedEventAttributes: of }) => of !== null && of !== undefined,
    );
    expect(Math.max(...tasks)).to.equal(completed.length);
  });

  it('die at a request to a service that never gets there, and a parked worker takes over', async () => {
    const { stack } = under;
    const spare = await stack.addWorker({ parked: true });
    const held = Promise.withResolvers<Boundary>();
    let released: (fate: Fate) => void = () => undefined;
    using watching = watch((boundary) => {
      if (boundary.place.exchange !== 'supabase' || boundary.component !== 'worker-1') return undefined;
      const decision = Promise.withResolvers<Fate>();
      released = decision.resolve;
      held.resolve(boundary);
      return decision.promise;
    });
    const document = await ingest('crashed');
    const { call, place } = await held.promise;
    expect(place).to.include({ side: 'request', attempt: 1, nth: 1 });
    expect(await stack.component('worker-1').kill('fault')).to.include({ signal: 'SIGKILL' });
    await stack.gateway.connectionsClosed('worker-1', 1, AbortSignal.timeout(5000));
    released('pass');
    stack.gateway.park(spare.name, false);
    await document.result();
    const entry = await waitFor(() => requests().find((one) => one.call === call), {
      what: 'the request in the journal',
      limitMs: 1000,
      signal: AbortSignal.timeout(5000),
    });
    expect(entry).to.include({ outcome: 'dropped', status: null, component: 'worker-1', workflowId: 'crashed' });
    const states = entriesOf(under.journal.entries(), 'held').filter((one) => one.call === call);
    expect(states.map(({ state }) => state)).to.deep.equal(['held', 'dropped']);
    expect(watching.seen.some((one) => one.component === 'worker-2' && one.place.exchange === 'supabase')).to.equal(
      true,
    );
    expect(await spare.stop('drain', config.workers.drainLimitMs)).to.include({ exitCode: 0 });
  });

  it('drain while they are parked', async () => {
    const worker = await under.stack.addWorker({ parked: true });
    expect(await worker.stop('drain', config.workers.drainLimitMs)).to.include({ exitCode: 0, signal: null });
  });
});
