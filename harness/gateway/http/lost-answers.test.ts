import { expect } from 'chai';
import { entriesOf } from '../../model/journal.ts';
import { type Watcher, watcherOf } from '../test-support/watcher.ts';
import { type HttpRig, startHttpRig } from './test-support/http-rig.ts';
import { rawClient } from './test-support/raw-client.ts';

const request = 'POST /effects HTTP/1.1\r\nHost: service\r\nx-activity: 1\r\nx-workflow: document-1\r\n';

/** The connections of this process that keep it alive. */
function openConnections(): number {
  return process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
}

describe('HTTP relay: a lost answer of a service that closes its connection', () => {
  let rig: HttpRig;
  let watcher: Watcher;
  let atService: number;

  beforeEach(async () => {
    rig = await startHttpRig();
    watcher = watcherOf(rig.gateway);
    await rig.handOutActivity();
    rig.answer = (_request, response) => {
      atService = openConnections();
      response.writeHead(200, { connection: 'close' }).end('done');
    };
  });
  afterEach(() => rig[Symbol.asyncDispose]());

  /** The service's end of its connection, and the relay's. */
  const serviceLeft = () =>
    rig.until('the service to leave', () => (openConnections() <= atService - 2 ? true : undefined));

  it('is a reset, after which no connection is left that keeps the process alive', async () => {
    using _watching = watcher.watch(([first]) =>
      first?.place.exchange === 'outside' && first.place.side === 'reply'
        ? serviceLeft().then(() => 'lose' as const)
        : undefined,
    );
    const before = openConnections();
    const client = rawClient(rig.relayPort);
    client.send(`${request}Connection: close\r\nContent-Length: 0\r\n\r\n`);
    expect(await client.closed).to.deep.equal({ text: '', code: 'ECONNRESET' });
    await rig.until('no connection more than before', () => (openConnections() <= before ? true : undefined));
    expect(entriesOf(rig.journal.entries(), 'http')[0]).to.include({ outcome: 'lost', status: 200 });
    const changes = entriesOf(rig.journal.entries(), 'connection').filter(({ link }) => link.startsWith('outside'));
    expect(changes.map(({ change }) => change)).to.deep.equal(['opened', 'closed']);
  });
});
