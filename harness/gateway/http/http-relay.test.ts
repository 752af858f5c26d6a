import { randomBytes } from 'node:crypto';
import { Agent, type IncomingHttpHeaders } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { entriesOf } from '../../model/journal.ts';
import { type HttpRig, startHttpRig } from './test-support/http-rig.ts';

describe('HTTP relay', () => {
  let rig: HttpRig;

  beforeEach(async () => {
    rig = await startHttpRig();
  });

  afterEach(() => rig[Symbol.asyncDispose]());

  const http = () => entriesOf(rig.journal.entries(), 'http');

  it('passes method, path, headers with their case and duplicates, status and bodies on as they came', async () => {
    const zipped = gzipSync('compressed');
    rig.answer = (_request, response) => {
      response.sendDate = false;
      const headers = ['Set-Cookie', 'a=1', 'set-cookie', 'b=2', 'Content-Encoding', 'gzip', 'X-Odd', 'Value'];
      response.writeHead(207, 'Oddly Done', [...headers, 'Content-Length', String(zipped.length)]);
      response.end(zipped);
    };
    const body = randomBytes(3);
    const sent = ['X-Twice', 'one', 'x-twice', 'two', 'Host', 'service', 'Content-Length', '3'];
    const reply = await rig.ask({ method: 'PUT', path: '/a/b?select=*&key=secret', headers: sent, body });
    const [request] = rig.requests;
    expect(request).to.include({ method: 'PUT', url: '/a/b?select=*&key=secret' });
    expect(request?.rawHeaders.slice(0, sent.length)).to.deep.equal(sent);
    expect(request?.body.equals(body)).to.equal(true);
    expect(reply).to.include({ status: 207, reason: 'Oddly Done' });
    expect(reply.rawHeaders.slice(0, 10)).to.deep.equal([
      'Set-Cookie',
      'a=1',
      'set-cookie',
      'b=2',
      'Content-Encoding',
      'gzip',
      'X-Odd',
      'Value',
      'Content-Length',
      String(zipped.length),
    ]);
    expect(reply.rawHeaders.map((name) => name.toLowerCase())).to.not.include('date');
    expect(reply.body.equals(zipped)).to.equal(true);
    const entry = await rig.until('the entry', () => http()[0]);
    expect(entry).to.include({ component: 'worker-1', incarnation: 1, link: 'outside@worker-1', call: 1 });
    expect(entry).to.include({ method: 'PUT', path: '/a/b', outcome: 'answered', status: 207 });
    expect(entry).to.include({ requestBytes: 3, replyBytes: zipped.length });
    expect(JSON.stringify(rig.journal.entries())).to.not.contain('secret');
  });

  it('relays bodies in chunks, without a body, of 4 MB, and heads of replies that have one', async () => {
    rig.answer = (request, response) => {
      response.setHeader(
        'x-framing',
        String(request.headers['transfer-encoding'] ?? request.headers['content-length']),
      );
      for (const part of [request.body.subarray(0, 9), request.body.subarray(9)]) response.write(part);
      response.end();
    };
    const large = randomBytes(4 * 1024 * 1024);
    const ask = async (method: string, headers: string[], body: Buffer): Promise<[IncomingHttpHeaders, Buffer]> => {
      const reply = await rig.ask({ method, path: '/', headers: ['Host', 'service', ...headers], body });
      return [reply.headers, reply.body];
    };
    const [chunked, whole] = await ask('POST', ['Transfer-Encoding', 'chunked'], large);
    expect(chunked).to.include({ 'x-framing': 'chunked', 'transfer-encoding': 'chunked' });
    expect(whole.equals(large)).to.equal(true);
    expect((await ask('POST', ['Content-Length', String(large.length)], large))[1].equals(large)).to.equal(true);
    expect((await ask('GET', [], Buffer.alloc(0)))[0]).to.include({ 'x-framing': 'undefined' });
    expect((await ask('DELETE', [], Buffer.alloc(0)))[0]).to.include({ 'x-framing': 'undefined' });
    expect((await ask('POST', ['Content-Length', '0'], Buffer.alloc(0)))[0]).to.include({ 'x-framing': '0' });
    rig.answer = (_request, response) => response.writeHead(200, { 'content-length': '12' }).end();
    const [head, none] = await ask('HEAD', [], Buffer.alloc(0));
    expect([head['content-length'], none.length]).to.deep.equal(['12', 0]);
    rig.answer = (_request, response) => response.writeHead(204).end();
    expect((await ask('POST', ['Content-Length', '1'], Buffer.alloc(1)))[1].length).to.equal(0);
  });

  it('keeps one connection to the service for each of the client, and ends both together, from either side', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    for (const path of ['/1', '/2', '/3']) await rig.ask({ path, agent });
    await rig.ask({ path: '/4' });
    expect(rig.requests.map(({ port }) => port === rig.requests[0]?.port)).to.deep.equal([true, true, true, false]);
    rig.service.closeIdleConnections();
    const ends = () => entriesOf(rig.journal.entries(), 'connection').filter(({ change }) => change !== 'opened');
    await rig.until('two ends', () => ends()[1]);
    agent.destroy();
    expect(ends().map(({ link, change }) => [link, change])).to.deep.equal([
      ['outside@worker-1', 'closed'],
      ['outside@worker-1', 'closed'],
    ]);
  });

  it('breaks the connection of the client where that to the service breaks or is refused', async () => {
    rig.answer = (request) => request.socket.resetAndDestroy();
    expect(await rig.ask({ path: '/' }).catch((error: unknown) => error)).to.include({ code: 'ECONNRESET' });
    rig.answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half', () => response.destroy());
    };
    expect(await rig.ask({ path: '/' }).catch((error: unknown) => error)).to.be.instanceOf(Error);
    await rig.stopService();
    expect(await rig.ask({ path: '/' }).catch((error: unknown) => error)).to.include({ code: 'ECONNRESET' });
    await rig.until('three entries', () => http()[2]);
    expect(http().map(({ outcome, status }) => [outcome, status])).to.deep.equal([0, 1, 2].map(() => ['broken', null]));
    const broken = () => entriesOf(rig.journal.entries(), 'connection').filter(({ change }) => change === 'broken');
    expect(await rig.until('three ends', () => broken()[2]?.reason)).to.contain('ECONNREFUSED');
  });
});
