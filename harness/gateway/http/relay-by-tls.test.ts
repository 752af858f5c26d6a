import { once } from 'node:events';
import { createServer, type RequestOptions, request, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { Authority } from '../../certificates/authority.ts';
import { entriesOf } from '../../model/journal.ts';
import type { TlsIdentity } from '../../model/tls.ts';
import { type GatewayServer, startGateway } from '../start-gateway.ts';
import { memoryJournal } from '../test-support/memory-journal.ts';

const hosts = ['localhost', '127.0.0.1'];

describe('HTTP relay by TLS on both sides', () => {
  let authority: Authority;
  let worker: TlsIdentity;
  let service: Server;
  let gateway: GatewayServer;
  let journal: ReturnType<typeof memoryJournal>;
  let port: number;

  before(async () => {
    authority = await Authority.create('own');
    worker = await authority.issue({ name: 'worker-1', hosts });
  });
  beforeEach(async () => {
    journal = memoryJournal();
    const own = await authority.issue({ name: 'outside-world', hosts });
    service = createServer({ ...own, requestCert: true, rejectUnauthorized: true }, (asked, answer) => {
      answer.end(`${asked.method} ${asked.url}`);
    });
    service.listen(0, '127.0.0.1');
    await once(service, 'listening');
    const identity = await authority.issue({ name: 'gateway', hosts });
    gateway = await startGateway({ upstream: '127.0.0.1:1', journal, tls: { identity, temporalName: 'temporal' } });
    const upstream = `127.0.0.1:${(service.address() as AddressInfo).port}`;
    port = await gateway.listenHttp('worker-1', { link: 'outside', upstream });
  });
  afterEach(async () => {
    await gateway.close();
    service.closeAllConnections();
    service.close();
  });

  const ask = async (shown: RequestOptions): Promise<string> => {
    const { promise, resolve } = Promise.withResolvers<string>();
    const asked = request({ host: '127.0.0.1', port, path: '/effects', agent: false, ...shown }, (answer) => {
      answer.setEncoding('utf8').on('data', (text: string) => resolve(`${answer.statusCode} ${text}`));
    });
    asked.on('error', () => resolve('nothing'));
    asked.end();
    return promise;
  };

  it('relays the request of a client with a certificate, and journals which one it showed', async () => {
    expect(await ask({ ...worker })).to.equal('200 GET /effects');
    const [handshake] = entriesOf(journal.entries(), 'handshake');
    expect(handshake).to.include({ link: 'outside@worker-1', component: 'worker-1', outcome: 'accepted' });
  });

  it('asks the service nothing for a client without one', async () => {
    let asked = 0;
    service.on('request', () => (asked += 1));
    expect(await ask({ ca: authority.certificate })).to.equal('nothing');
    expect(asked).to.equal(0);
    expect(entriesOf(journal.entries(), 'handshake')[0]).to.include({ outcome: 'refused', reason: 'no certificate' });
    expect(entriesOf(journal.entries(), 'connection')).to.deep.equal([]);
  });
});
