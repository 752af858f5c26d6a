import { type IncomingMessage, request as openRequest } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { expect } from 'chai';
import { entriesOf } from '../../model/journal.ts';
import { waitFor } from '../../wait.ts';
import { type GatewayServer, startGateway } from '../start-gateway.ts';
import { memoryJournal } from '../test-support/memory-journal.ts';
import { type SelfSigned, selfSigned } from './test-support/self-signed.ts';

/** What came of a request by way of the relay. */
type Got = { readonly status: number | undefined; readonly body: string };

/** The name that a handshake asked for; false where it asked for none. */
function serverName(request: IncomingMessage | undefined): unknown {
  return request !== undefined && 'servername' in request.socket ? request.socket.servername : undefined;
}

describe('HTTP relay to a service beyond this machine, by TLS', () => {
  const trusted = getCACertificates('default');
  let certificate: SelfSigned;
  let service: Server;
  let seen: IncomingMessage[];
  let gateway: GatewayServer;
  let journal: ReturnType<typeof memoryJournal>;
  /** The relay's port, where the service is called so. */
  let relayTo: (host: string) => Promise<number>;

  before(() => {
    certificate = selfSigned();
  });
  beforeEach(async () => {
    seen = [];
    service = createServer(certificate, (request, response) => {
      seen.push(request);
      if (request.url === '/break') request.socket.destroy();
      else response.end('done');
    });
    const listening = Promise.withResolvers<undefined>();
    service.listen(0, '127.0.0.1', () => listening.resolve(undefined));
    await listening.promise;
    const { port } = service.address() as AddressInfo;
    journal = memoryJournal();
    gateway = await startGateway({ upstream: '127.0.0.1:1', journal });
    relayTo = (host) => gateway.listenHttp('worker-1', { link: 'supabase', upstream: `https://${host}:${port}/base` });
  });
  afterEach(async () => {
    setDefaultCACertificates(trusted);
    await gateway.close();
    service.closeAllConnections();
    service.close();
  });

  const trust = (): void => setDefaultCACertificates([...trusted, certificate.cert]);

  const ask = async (port: number, path = '/x'): Promise<Got> => {
    const { promise, resolve, reject } = Promise.withResolvers<Got>();
    const sent = openRequest({ host: '127.0.0.1', port, path, method: 'POST', agent: false }, (reply) => {
      let body = '';
      reply.setEncoding('utf8').on('data', (text: string) => (body += text));
      reply.on('end', () => resolve({ status: reply.statusCode, body }));
    });
    sent.on('error', reject).end('body');
    return promise;
  };

  it('asks it by its own name, in the header as in the handshake', async () => {
    trust();
    const got = await ask(await relayTo('localhost'));
    expect(got).to.deep.equal({ status: 200, body: 'done' });
    const { port } = service.address() as AddressInfo;
    expect(seen[0]?.headers.host).to.equal(`localhost:${port}`);
    expect(serverName(seen[0])).to.equal('localhost');
    // The path behind the host is the worker's to say: it is in the URL that it is given.
    expect(seen[0]?.url).to.equal('/x');
  });

  it('asks an address, which is no name that a handshake may have', async () => {
    trust();
    expect(await ask(await relayTo('127.0.0.1'))).to.deep.equal({ status: 200, body: 'done' });
    expect(serverName(seen[0])).to.equal(false);
  });

  it('sends nothing to one whose certificate is not trusted', async () => {
    const error = await ask(await relayTo('localhost')).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(Error);
    expect(seen).to.deep.equal([]);
  });

  it('journals that a connection ended, and no break: what breaks out there is no fault of the run', async () => {
    trust();
    const error = await ask(await relayTo('localhost'), '/break').catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(Error);
    const look = () => entriesOf(journal.entries(), 'connection').find(({ change }) => change !== 'opened');
    const limits = { limitMs: 3000, signal: AbortSignal.timeout(60_000) };
    const ended = await waitFor(look, { what: 'the end of the connection', ...limits });
    expect(ended).to.include({ link: 'supabase@worker-1', change: 'closed' });
    expect(entriesOf(journal.entries(), 'http')[0]).to.include({ outcome: 'broken', path: '/break' });
  });
});
