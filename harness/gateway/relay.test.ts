import { randomBytes } from 'node:crypto';
import { constants } from 'node:http2';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import { entriesOf } from '../model/journal.ts';
import { seededRandom } from '../model/random.ts';
import { answerOk } from './test-support/far-end.ts';
import { call, frame, nearEnd } from './test-support/near-end.ts';
import { activityPoll, HEARTBEAT, heartbeat, POLL, type RelayRig, startRelayRig } from './test-support/relay-rig.ts';

describe('gateway relay', () => {
  let rig: RelayRig;
  const { signal } = new AbortController();

  beforeEach(async () => {
    rig = await startRelayRig();
  });

  afterEach(() => rig[Symbol.asyncDispose]());

  it('relays a call, its headers, body and trailers untouched, and journals it', async () => {
    rig.gateway.setIncarnation('worker-1', 3);
    rig.answer = (request) => answerOk(request, frame(Buffer.alloc(0)));
    const session = nearEnd(rig.port);
    const reply = await call(session, HEARTBEAT, heartbeat(2)).reply;
    expect(reply.head).to.include({ ':status': 200, 'content-type': 'application/grpc' });
    expect(reply.trailers).to.include({ 'grpc-status': '0' });
    expect(rig.far.requests[0]?.body.equals(heartbeat(2))).to.equal(true);
    expect(rig.far.requests[0]?.headers).to.include({ te: 'trailers' });
    const entry = await rig.journalled(1);
    expect(entry).to.deep.include({ component: 'worker-1', incarnation: 3, method: 'RecordActivityTaskHeartbeat' });
    expect(entry).to.deep.include({ outcome: 'answered', grpcStatus: 0, identity: 'someone' });
    expect(entry.heartbeatDetails).to.deep.equal({ pagesDone: 2 });
    expect(entry.requestBytes).to.equal(heartbeat(2).length);
    session.destroy();
    await rig.gateway.connectionsClosed('worker-1', 3, signal);
    expect(entriesOf(rig.journal.entries(), 'connection').map(({ link, change }) => [link, change])).to.deep.equal([
      ['temporal@worker-1', 'opened'],
      ['temporal@worker-1', 'closed'],
    ]);
  });

  it('relays replies that are trailers only', async () => {
    rig.answer = ({ stream }) =>
      stream.respond({ ':status': 200, 'grpc-status': '5', 'grpc-message': 'no%20task' }, { endStream: true });
    const session = nearEnd(rig.port);
    const reply = await call(session, HEARTBEAT, heartbeat(1)).reply;
    expect(reply.head).to.include({ 'grpc-status': '5', 'grpc-message': 'no%20task' });
    expect(reply.trailers).to.equal(undefined);
    expect(await rig.journalled(1)).to.deep.include({ grpcStatus: 5, grpcMessage: 'no task', outcome: 'answered' });
    session.destroy();
  });

  it('cancels upstream what the worker cancels', async () => {
    rig.answer = () => undefined;
    const session = nearEnd(rig.port);
    const poll = call(session, POLL, activityPoll());
    await rig.until('the poll at the far end', () => rig.far.requests[0]);
    expect(rig.gateway.openCalls()).to.equal(0);
    poll.stream.close(constants.NGHTTP2_CANCEL);
    expect(await rig.until('the reset at the far end', () => rig.far.resets[0])).to.equal(constants.NGHTTP2_CANCEL);
    expect(await rig.journalled(1)).to.include({
      outcome: 'cancelled',
      grpcStatus: null,
      method: 'PollActivityTaskQueue',
    });
    session.destroy();
  });

  it('passes a reset by the server on', async () => {
    rig.answer = ({ stream }) => stream.close(constants.NGHTTP2_ENHANCE_YOUR_CALM);
    const session = nearEnd(rig.port);
    expect((await call(session, HEARTBEAT, heartbeat(1)).reply).rstCode).to.equal(constants.NGHTTP2_ENHANCE_YOUR_CALM);
    expect(await rig.journalled(1)).to.include({ outcome: 'broken' });
    session.destroy();
  });

  for (const path of [HEARTBEAT, '/grpc.health.v1.Health/Watch']) {
    it(`carries 4 MB both ways (${path})`, async () => {
      const large = frame(randomBytes(4 * 1024 * 1024));
      rig.answer = (request) => answerOk(request, request.body);
      const session = nearEnd(rig.port);
      const reply = await call(session, path, large).reply;
      expect(reply.body.equals(large)).to.equal(true);
      expect(reply.trailers).to.include({ 'grpc-status': '0' });
      expect(await rig.journalled(1)).to.deep.include({
        requestBytes: large.length,
        replyBytes: large.length,
        outcome: 'answered',
      });
      session.destroy();
    });
  }

  it("streams what is not Temporal's own service", async () => {
    rig.answer = ({ stream }) => {
      stream.respond({ ':status': 200 });
      stream.write('first');
    };
    const session = nearEnd(rig.port);
    const watch = call(session, '/grpc.health.v1.Health/Watch', Buffer.alloc(0));
    const { promise, resolve } = Promise.withResolvers<string>();
    watch.stream.once('data', (chunk: Buffer) => resolve(chunk.toString()));
    expect(await promise).to.equal('first');
    watch.stream.close(constants.NGHTTP2_CANCEL);
    expect(await rig.journalled(1)).to.include({
      method: 'grpc.health.v1.Health/Watch',
      outcome: 'cancelled',
      replyBytes: 5,
    });
    session.destroy();
  });

  it('lets calls in flight finish when the server goes away, and refuses new ones', async () => {
    rig.answer = () => undefined;
    const session = nearEnd(rig.port);
    const first = call(session, HEARTBEAT, heartbeat(1));
    const request = await rig.until('the call at the far end', () => rig.far.requests[0]);
    const left = Promise.withResolvers<number | undefined>();
    session.once('goaway', (_code, lastStream) => left.resolve(lastStream));
    rig.far.sessions[0]?.close();
    const second = call(session, HEARTBEAT, heartbeat(2));
    expect(await left.promise).to.be.at.most(3); // What it has seen: a higher id would promise replies that never come.
    answerOk(request, Buffer.from('late'));
    expect((await first.reply).body.toString()).to.equal('late');
    await rig.gateway.connectionsClosed('worker-1', 1, signal);
    expect(entriesOf(rig.journal.entries(), 'connection').at(-1)).to.include({ change: 'closed' });
    expect((await second.reply).rstCode).to.equal(constants.NGHTTP2_REFUSED_STREAM);
    expect(rig.calls().filter(({ outcome }) => outcome === 'answered')).to.have.length(1);
    expect(rig.far.requests).to.have.length(1);
  });

  it('lets calls in flight finish when the worker goes away', async () => {
    rig.answer = () => undefined;
    const session = nearEnd(rig.port);
    const first = call(session, HEARTBEAT, heartbeat(1));
    const request = await rig.until('the call at the far end', () => rig.far.requests[0]);
    session.close();
    answerOk(request, Buffer.from('late'));
    expect((await first.reply).body.toString()).to.equal('late');
    await rig.gateway.connectionsClosed('worker-1', 1, signal);
    expect(entriesOf(rig.journal.entries(), 'connection').at(-1)).to.include({ change: 'closed' });
  });

  it("breaks the worker's connection where the server refuses or cuts its own", async () => {
    rig.answer = () => undefined;
    const session = nearEnd(rig.port);
    const open = call(session, HEARTBEAT, heartbeat(1));
    await rig.until('the call at the far end', () => rig.far.requests[0]);
    rig.far.sockets[0]?.resetAndDestroy();
    expect((await open.reply).rstCode).to.not.equal(0);
    await rig.gateway.connectionsClosed('worker-1', 1, signal);
    expect(entriesOf(rig.journal.entries(), 'connection').at(-1)?.reason).to.contain('ECONNRESET');
    expect(await rig.journalled(1)).to.include({ outcome: 'broken' });
    await rig.far[Symbol.asyncDispose]();
    const refused = call(nearEnd(rig.port), HEARTBEAT, heartbeat(1));
    expect((await refused.reply).rstCode).to.not.equal(0);
    await rig.gateway.connectionsClosed('worker-1', 1, signal);
    expect(entriesOf(rig.journal.entries(), 'connection').at(-1)?.reason).to.contain('ECONNREFUSED');
  });

  it('passes a PING on, so that a server that hangs is noticed', async () => {
    const session = nearEnd(rig.port);
    await call(session, HEARTBEAT, heartbeat(1)).reply;
    const pinged = Promise.withResolvers<string>();
    rig.far.sessions[0]?.once('ping', (payload: Buffer) => pinged.resolve(payload.toString()));
    const answered = Promise.withResolvers<Error | null>();
    session.ping(Buffer.from('12345678'), answered.resolve);
    expect(await pinged.promise).to.equal('12345678');
    expect(await answered.promise).to.equal(null);
    session.destroy();
  });

  it('survives calls that are taken back at any time, and journals each once', async () => {
    const session = nearEnd(rig.port);
    const random = seededRandom(7);
    const all: Promise<unknown>[] = [];
    for (let count = 0; count < 400; count += 1) {
      const { stream, reply } = call(session, count % 2 === 0 ? HEARTBEAT : '/other/Method', heartbeat(count));
      all.push(reply);
      for (let turns = random.integer(0, 6); turns > 0; turns -= 1) await nextTurn();
      if (random.next() < 0.7) stream.close(constants.NGHTTP2_CANCEL);
    }
    await Promise.all(all);
    await rig.until('no open call', () => (rig.gateway.openCalls() === 0 ? true : undefined));
    expect(new Set(rig.calls().map((entry) => entry.call)).size).to.equal(rig.calls().length);
    const outcomes = new Set(rig.calls().map(({ outcome }) => outcome));
    expect([...outcomes].toSorted()).to.deep.equal(['answered', 'cancelled']);
    session.destroy();
  });

  it('journals a message it cannot read, and relays it', async () => {
    const session = nearEnd(rig.port);
    expect((await call(session, HEARTBEAT, Buffer.from('junk')).reply).trailers).to.include({ 'grpc-status': '0' });
    const [entry, ...more] = entriesOf(rig.journal.entries(), 'unread-call');
    expect(entry).to.include({ component: 'worker-1', side: 'request', method: 'RecordActivityTaskHeartbeat' });
    expect(entry?.error).to.not.equal('');
    expect(more).to.deep.equal([]);
    session.destroy();
  });
});
