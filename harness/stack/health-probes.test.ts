import { once } from 'node:events';
import { createServer as createHttp2Server } from 'node:http2';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { expect } from 'chai';
import { acceptsConnections, answersHttp2 } from './health-probes.ts';

const LIMIT_MS = 200;

describe('whether something answers', () => {
  let server: Server | null = null;

  afterEach(async () => {
    if (server === null) return;
    const closed = once(server, 'close');
    server.close();
    server = null;
    await closed;
  });

  /** Has a server listen; its port. */
  async function portOf(listener: Server): Promise<number> {
    server = listener.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  }

  it('is seen where it speaks HTTP/2', async () => {
    expect(await answersHttp2(await portOf(createHttp2Server()))).to.equal(true);
  });

  it('is not assumed if connections are accepted and closed, as Docker does without a listener behind it', async () => {
    const port = await portOf(createServer((socket) => void socket.destroy()));
    expect(await acceptsConnections(port)).to.equal(true);
    expect(await answersHttp2(port)).to.equal(undefined);
  });

  it('is not seen where nothing is said in time', async () => {
    const sockets: Socket[] = [];
    const port = await portOf(createServer((socket) => void sockets.push(socket)));
    expect(await answersHttp2(port, { limitMs: LIMIT_MS })).to.equal(undefined);
    for (const socket of sockets) socket.destroy();
  });

  it('is not seen without a listener', async () => {
    const port = await portOf(createServer());
    server?.close();
    server = null;
    expect(await acceptsConnections(port)).to.equal(undefined);
    expect(await answersHttp2(port)).to.equal(undefined);
  });
});
