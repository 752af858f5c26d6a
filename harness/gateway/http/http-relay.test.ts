import { randomBytes } from 'node:crypto';
import { Agent, type IncomingHttpHeaders } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { Boundary, Fate, Interceptor } from '../../model/crash-point.ts';
import { entriesOf } from '../../model/journal.ts';
import { type HttpRig, startHttpRig } from './test-support/http-rig.ts';

describe('HTTP relay', () => {
  let rig: HttpRig;
  let seen: Boundary[];
  let ended: number[];
  const signal = AbortSignal.timeout(60_000);

  beforeEach(async () => {
    rig = await startHttpRig();
    seen = [];
    ended = [];
  });

  afterEach(() => rig[Symbol.asyncDispose]());

  const watch = (decide: (boundary: Boundary) => Promise<Fate> | undefined = () => undefined): Disposable => {
    const interceptor: Interceptor = {
      reached: (boundaries) => {
        const http = boundaries.filter(({ place }) => place.exchange === 'outside');
        seen.push(...http);
        return http[0] === undefined ? undefined : decide(http[0]);
      },
      ended: (call) => ended.push(call),
    };
    return rig.gateway.intercept(interceptor);
  };
  const http = () => entriesOf(rig.journal.entries(), 'http');
  const held = () => entriesOf(rig.journal.entries(), 'held').map(({ state }) => state);
  const mine = { 'x-activity': '1', 'x-workflow': 'document-1' };

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
      ...['Set-Cookie', 'a=1', 'set-cookie', 'b=2', 'Content-Encoding', 'gzip', 'X-Odd', 'Value'],
      ...['Content-Length', String(zipped.length)],
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

  it('keeps one connection to the service for each of the client, and ends it with it, whoever goes first', async () => {
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

  it('names the places of the requests of an activity that the sender holds, one after the other', async () => {
    using _watching = watch();
    await rig.handOutActivity();
    await rig.ask({ path: '/effects?key=secret', headers: mine });
    await rig.ask({ path: '/effects', headers: mine });
    await rig.ask({ path: '/effects', headers: { ...mine, 'x-activity': '99' } });
    await rig.ask({ path: '/effects' });
    const place = { task: 'activity', activityId: '1', exchange: 'outside', attempt: 1 };
    expect(seen.map((boundary) => boundary.place)).to.deep.equal([
      { ...place, side: 'request', nth: 1 },
      { ...place, side: 'reply', nth: 1 },
      { ...place, side: 'request', nth: 2 },
      { ...place, side: 'reply', nth: 2 },
    ]);
    expect(seen[0]).to.include({ call: 2, component: 'worker-1', incarnation: 1, method: 'POST /effects' });
    expect(seen[0]).to.include({ workflowId: 'document-1', activityType: 'extract' });
    await rig.until('four entries', () => http()[3]);
    const whose = http().map(({ workflowId, activityId, activityType, attempt, nth }) => [
      ...[workflowId, activityId, activityType, attempt, nth],
    ]);
    expect(whose).to.deep.equal([
      ['document-1', '1', 'extract', 1, 1],
      ['document-1', '1', 'extract', 1, 2],
      ...[0, 1].map(() => [undefined, undefined, undefined, undefined, undefined]),
    ]);
    expect(ended.filter((call) => call > 1)).to.deep.equal([2, 3]);
    expect(held()).to.deep.equal([]);
  });

  it('drops a held request whose client goes: the service never sees it', async () => {
    const decision = Promise.withResolvers<Fate>();
    using _watching = watch(() => decision.promise);
    await rig.handOutActivity();
    const asked = rig.ask({ path: '/effects', headers: mine });
    await rig.until('the hold', () => held()[0]);
    rig.destroyClients();
    expect(await asked.catch((error: unknown) => error)).to.be.instanceOf(Error);
    await rig.gateway.connectionsClosed('worker-1', 1, signal);
    expect(held()).to.deep.equal(['held', 'dropped']);
    expect(ended).to.include(2);
    decision.resolve('pass');
    await rig.ask({ path: '/later' });
    expect(rig.requests.map(({ url }) => url)).to.deep.equal(['/later']);
    expect(http()[0]).to.include({ outcome: 'dropped', status: null, path: '/effects', replyBytes: 0 });
  });

  it('drops a held reply whose client goes: the service has executed it', async () => {
    using _watching = watch(({ place }) =>
      place.side === 'reply' ? Promise.withResolvers<Fate>().promise : undefined,
    );
    await rig.handOutActivity();
    const asked = rig.ask({ path: '/effects', headers: mine });
    await rig.until('the hold', () => held()[0]);
    expect(rig.requests).to.have.length(1);
    rig.destroyClients();
    expect(await asked.catch((error: unknown) => error)).to.be.instanceOf(Error);
    await rig.gateway.connectionsClosed('worker-1', 1, signal);
    expect(held()).to.deep.equal(['held', 'dropped']);
    expect(http()[0]).to.include({ outcome: 'dropped', status: 200 });
  });

  for (const side of ['request', 'reply'] as const) {
    it(`loses a ${side} by a reset of that connection, and nothing else`, async () => {
      using _watching = watch(({ place }) => (place.side === side ? Promise.resolve('lose') : undefined));
      await rig.handOutActivity();
      const error: unknown = await rig.ask({ path: '/effects', headers: mine }).catch((thrown: unknown) => thrown);
      expect(error).to.include({ code: 'ECONNRESET' });
      expect(http()[0]).to.include({ outcome: 'lost', status: side === 'reply' ? 200 : null });
      expect(rig.requests).to.have.length(side === 'reply' ? 1 : 0);
      expect(held()).to.deep.equal(['held', 'lost']);
      expect((await rig.ask({ path: '/other' })).status).to.equal(200);
      await rig.until('the end', () => (entriesOf(rig.journal.entries(), 'connection').length > 2 ? true : undefined));
      expect(entriesOf(rig.journal.entries(), 'connection').some(({ change }) => change === 'broken')).to.equal(false);
    });
  }

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

  it('journals a request whose attribution fails, and relays it', async () => {
    expect((await rig.ask({ path: '/', headers: { 'x-throw': 'yes' } })).status).to.equal(200);
    expect(entriesOf(rig.journal.entries(), 'note')[0]?.message).to.contain("relayed as nobody's");
  });
});
