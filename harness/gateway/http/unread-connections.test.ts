import { once } from 'node:events';
import { connect as connectHttp2, createServer as createHttp2 } from 'node:http2';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { expect } from 'chai';
import { entriesOf } from '../../model/journal.ts';
import { type GatewayServer, startGateway } from '../start-gateway.ts';
import { memoryJournal } from '../test-support/memory-journal.ts';
import { type HttpRig, startHttpRig } from './test-support/http-rig.ts';
import { rawClient } from './test-support/raw-client.ts';

describe('HTTP relay: connections that are passed on unread', () => {
  const owner = { component: 'worker-1', incarnation: 1, link: 'outside@worker-1' };
  const unread = (journal: HttpRig['journal']) => entriesOf(journal.entries(), 'unread-connection');

  it('passes a websocket on from its request on, and ends it from either side', async () => {
    await using rig = await startHttpRig();
    rig.service.on('upgrade', (_request, socket) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
      socket.on('data', (bytes: Buffer) =>
        String(bytes) === 'end' ? socket.end() : socket.write(`echo ${String(bytes)}`),
      );
    });
    const client = rawClient(rig.relayPort);
    client.send('GET /live?key=secret HTTP/1.1\r\nHost: service\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n');
    await client.got('101 Switching Protocols');
    client.send('frame');
    await client.got('echo frame');
    client.send('end');
    expect((await client.closed).code).to.equal(null);
    expect(unread(rig.journal)[0]).to.include({ ...owner, protocol: 'websocket', path: '/live' });
    expect(JSON.stringify(rig.journal.entries())).not.to.contain('secret');
    await rig.until('the end', () =>
      entriesOf(rig.journal.entries(), 'connection').find(
        ({ change, link }) => change === 'closed' && link === owner.link,
      ),
    );
  });

  describe('without HTTP/1', () => {
    let service: Server;
    let gateway: GatewayServer;
    let journal: ReturnType<typeof memoryJournal>;

    const relayTo = async (to: Server): Promise<number> => {
      service = to;
      service.listen(0, '127.0.0.1');
      await once(service, 'listening');
      const upstream = `127.0.0.1:${(service.address() as AddressInfo).port}`;
      journal = memoryJournal();
      gateway = await startGateway({ upstream: '127.0.0.1:1', journal });
      return gateway.listenHttp('worker-1', { link: 'outside', upstream });
    };
    afterEach(async () => {
      await gateway.close();
      service.close();
    });

    it('passes HTTP/2 on', async () => {
      const http2 = createHttp2((_request, response) => response.end('in HTTP/2'));
      const port = await relayTo(http2);
      const session = connectHttp2(`http://127.0.0.1:${port}`);
      const stream = session.request({ ':path': '/' });
      let text = '';
      stream.setEncoding('utf8').on('data', (part: string) => (text += part));
      await once(stream, 'end');
      session.destroy();
      expect(text).to.equal('in HTTP/2');
      expect(unread(journal)[0]).to.include({ ...owner, protocol: 'HTTP/2' });
    });

    it('passes other bytes on, and a reset', async () => {
      const port = await relayTo(
        createServer((socket) => {
          socket.on('error', () => undefined);
          socket.on('data', (bytes: Buffer) =>
            String(bytes) === 'reset' ? socket.resetAndDestroy() : socket.write(bytes),
          );
        }),
      );
      const client = rawClient(port);
      client.send('*1\r\n$4\r\nPING\r\n');
      await client.got('PING');
      expect(unread(journal)[0]).to.include({ ...owner, protocol: 'no HTTP' });
      client.send('reset');
      expect((await client.closed).code).to.equal('ECONNRESET');
    });
  });
});
