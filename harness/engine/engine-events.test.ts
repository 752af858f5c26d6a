import type { ServerResponse } from 'node:http';
import { expect } from 'chai';
import { waitFor } from '../wait.ts';
import { type EngineEvent, openEngineEvents } from './engine-events.ts';
import type { Engine } from './find-engine.ts';
import { type Answer, type FakeEngine, startFakeEngine } from './test-support/fake-engine.ts';

const limits = { limitMs: 2000, signal: new AbortController().signal, everyMs: 5 };

/** One line of the stream, as engine 20.10 writes it. */
function line(action: string, attributes: Record<string, string> = {}, id = 'c1'): string {
  const Attributes = { 'durable-chaos.run': 'r1', 'durable-chaos.component': 'worker-1', ...attributes };
  return `${JSON.stringify({ Type: 'container', Action: action, Actor: { ID: id, Attributes }, timeNano: 17e17 })}\n`;
}

function networkLine(action: string, container: string): string {
  const Actor = { ID: 'n1', Attributes: { container, name: 'r1_workers', type: 'bridge' } };
  return `${JSON.stringify({ Type: 'network', Action: action, Actor, timeNano: 17e17 })}\n`;
}

/** An engine whose two streams are written by the test. */
async function listening() {
  const streams = new Map<string, ServerResponse>();
  const filters: Record<string, string[]>[] = [];
  const open: Answer = (url, response) => {
    const filter = JSON.parse(url.searchParams.get('filters') ?? '{}') as Record<string, string[]>;
    filters.push(filter);
    response.writeHead(200, { 'content-type': 'application/json' }).flushHeaders();
    streams.set(filter['type']?.[0] ?? '', response);
  };
  const fake: FakeEngine = await startFakeEngine({ 'GET /events': open });
  const heard: EngineEvent[] = [];
  const engine: Engine = { docker: fake.docker, version: '20.10', local: true, gatewayAddress: null };
  const events = await openEngineEvents(engine, 'r1', (event) => heard.push(event));
  const write = (stream: 'container' | 'network', text: string | Buffer): void => {
    streams.get(stream)?.write(text);
  };
  const hears = async (count: number): Promise<void> => {
    await waitFor(() => heard.length >= count || undefined, { what: `${count} events`, ...limits });
    expect(heard.length).to.equal(count);
  };
  return { fake, events, heard, filters, streams, write, hears };
}

describe('openEngineEvents', () => {
  let stand: Awaited<ReturnType<typeof listening>>;
  beforeEach(async () => {
    stand = await listening();
  });
  afterEach(async () => {
    await stand.events[Symbol.asyncDispose]();
    await stand.fake[Symbol.asyncDispose]();
  });
  const isLost = async (): Promise<unknown> => {
    await waitFor(() => stand.events.lost.aborted || undefined, { what: 'the stream to be lost', ...limits });
    return stand.events.lost.reason;
  };

  it('asks for containers of the run by its label, and for networks', () => {
    const [first, second] = stand.filters.toSorted((a, b) => String(a['type']).localeCompare(String(b['type'])));
    expect(first)
      .to.include.keys('event')
      .and.to.deep.include({ type: ['container'], label: ['durable-chaos.run=r1'] });
    expect(second).to.deep.equal({ type: ['network'], event: ['connect', 'disconnect'] });
  });

  it('tells what happened to which component, in the order of the engine', async () => {
    stand.write('container', line('start') + line('kill', { signal: '9' }) + line('die', { exitCode: '137' }));
    await stand.hears(3);
    const common = { component: 'worker-1', container: 'c1', timeNano: 17e17 };
    expect(stand.heard).to.deep.equal([
      { ...common, action: 'start', exitCode: null, signal: null },
      { ...common, action: 'kill', exitCode: null, signal: '9' },
      { ...common, action: 'die', exitCode: 137, signal: null },
    ]);
  });

  it('puts together what comes in pieces, letters of several bytes too', async () => {
    const text = Buffer.from(line('start', { name: 'größer' }));
    const middle = text.indexOf(Buffer.from('ö')) + 1;
    for (const piece of [text.subarray(0, 7), text.subarray(7, middle), text.subarray(middle)]) {
      stand.write('container', piece);
      await new Promise((resolve) => setImmediate(resolve));
    }
    stand.write('container', `\n${line('die', { exitCode: '0' })}`);
    await stand.hears(2);
    expect(stand.heard.map(({ action }) => action)).to.deep.equal(['start', 'die']);
  });

  it('reports networks only if the container is known, and no container that is no component', async () => {
    stand.write('network', networkLine('connect', 'c1'));
    stand.write('container', line('start', {}, 'c1'));
    await stand.hears(1);
    stand.write('network', networkLine('disconnect', 'c9') + networkLine('disconnect', 'c1'));
    await stand.hears(2);
    expect(stand.heard[1]).to.include({ component: 'worker-1', container: 'c1', action: 'network disconnect' });
    const Actor = { ID: 'c2', Attributes: { 'durable-chaos.run': 'r1' } };
    const nameless = JSON.stringify({ Type: 'container', Action: 'start', Actor, timeNano: 1 });
    stand.write('container', `${nameless}\n${line('die')}`);
    await stand.hears(3);
    expect(stand.heard[2]).to.include({ action: 'die' });
  });

  it('is lost where either stream ends or breaks off', async () => {
    expect(stand.events.lost.aborted).to.equal(false);
    stand.streams.get('network')?.end();
    expect(await isLost()).to.have.property('code', 'CHAOS_ENGINE_LOST');
    expect(String(await isLost())).to.include('the stream of events has ended');
    await stand.fake.die();
  });

  it('is lost where the engine dies', async () => {
    await stand.fake.die();
    expect(await isLost()).to.have.property('code', 'CHAOS_ENGINE_LOST');
  });

  it('is lost if it receives something that is not an event: from then on events may be missing', async () => {
    stand.write('container', 'hello\n');
    expect(await isLost()).to.have.property('code', 'CHAOS_ENGINE_LOST');
  });

  it('is not lost when it is disposed, and leaves no connection open', async () => {
    await stand.events[Symbol.asyncDispose]();
    expect(stand.events.lost.aborted).to.equal(false);
    const none = async (): Promise<true | undefined> => (await stand.fake.connections()) === 0 || undefined;
    await waitFor(none, { what: 'no connection to be open', ...limits });
  });
});
