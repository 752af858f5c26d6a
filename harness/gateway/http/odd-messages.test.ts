import { expect } from 'chai';
import { entriesOf } from '../../model/journal.ts';
import { type HttpRig, startHttpRig } from './test-support/http-rig.ts';
import { type RawClient, rawClient } from './test-support/raw-client.ts';

describe('HTTP relay: messages as other clients and services write them', () => {
  let rig: HttpRig;
  let client: RawClient;

  beforeEach(async () => {
    rig = await startHttpRig();
    client = rawClient(rig.relayPort);
  });
  afterEach(async () => {
    client.destroy();
    await rig[Symbol.asyncDispose]();
  });

  const http = () => entriesOf(rig.journal.entries(), 'http');

  it('answers HTTP/1.0 without chunks and ends the connection, and names a host to the service', async () => {
    rig.answer = (_request, response) => {
      response.write('in ');
      response.end('chunks');
    };
    client.send('POST /old HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc');
    const { text, code } = await client.closed;
    expect(code).to.equal(null);
    expect(text.toLowerCase()).not.to.contain('transfer-encoding');
    expect(text).to.match(/\r\n\r\nin chunks$/);
    expect(rig.requests[0]?.headers.host).to.match(/^127\.0\.0\.1:\d+$/);
    expect(rig.requests[0]?.body.toString()).to.equal('abc');
  });

  it('lets a client go on that waits for 100 Continue, or expects something else', async () => {
    client.send('POST /big HTTP/1.1\r\nHost: service\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n');
    await client.got('HTTP/1.1 100 Continue');
    client.send('body');
    await client.got('done');
    expect(rig.requests[0]?.body.toString()).to.equal('body');
    client.send('POST /odd HTTP/1.1\r\nHost: service\r\nExpect: nothing\r\nContent-Length: 0\r\n\r\n');
    await rig.until('the second request', () => http()[1]);
    expect(http().map(({ path, outcome }) => [path, outcome])).to.deep.equal([
      ['/big', 'answered'],
      ['/odd', 'answered'],
    ]);
  });

  it('relays pipelined requests one after the other, and none behind an answer that ends the connection', async () => {
    const waiting: (() => void)[] = [];
    rig.answer = ({ url }, response) => {
      if (url === '/2') response.setHeader('connection', 'close');
      waiting.push(() => response.end(url));
    };
    const ask = (path: string): string => `POST ${path} HTTP/1.1\r\nHost: service\r\nContent-Length: 0\r\n\r\n`;
    client.send(ask('/1') + ask('/2') + ask('/3'));
    await rig.until('the first', () => waiting[0]);
    expect(rig.requests).to.have.length(1);
    waiting[0]?.();
    (await rig.until('the second', () => waiting[1]))();
    const { text } = await client.closed;
    expect(text).to.match(/\/1[^]*\/2/);
    expect(rig.requests.map(({ url }) => url)).to.deep.equal(['/1', '/2']);
  });

  it('passes a stream of events on while it goes on, and breaks off where it breaks off', async () => {
    const parts: ((text: string) => void)[] = [];
    rig.answer = (request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      parts.push((text) => (text === 'break' ? request.socket.resetAndDestroy() : response.write(text)));
      response.write('data: 1\n\n');
    };
    client.send('GET /events HTTP/1.1\r\nHost: service\r\n\r\n');
    await client.got('data: 1');
    parts[0]?.('data: 2\n\n');
    await client.got('data: 2');
    expect(http()).to.deep.equal([]);
    parts[0]?.('break');
    expect((await client.closed).code).to.equal('ECONNRESET');
    expect(await rig.until('the entry', () => http()[0])).to.include({ outcome: 'broken', status: 200 });
  });

  it('passes bodies that are too large to gather on as they come, byte for byte', async () => {
    rig.answer = (request, response) => response.end(request.body);
    const body = Buffer.alloc(20 * 1024 * 1024, 'large body ');
    const reply = await rig.ask({ path: '/', headers: { 'content-length': String(body.length) }, body });
    expect(reply.body.equals(body)).to.equal(true);
    const sizes = { outcome: 'answered', requestBytes: body.length, replyBytes: body.length };
    expect(await rig.until('the entry', () => http()[0])).to.include(sizes);
  });

  it('declines the offer to go on in HTTP/2, which Java makes with its first request', async () => {
    const offer = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAA\r\n';
    client.send(`POST / HTTP/1.1\r\nHost: service\r\n${offer}Content-Length: 0\r\n\r\n`);
    await client.got('done');
    expect(rig.requests[0]?.headers).not.to.have.any.keys('upgrade', 'http2-settings');
    expect(entriesOf(rig.journal.entries(), 'unread-connection')).to.deep.equal([]);
  });
});
