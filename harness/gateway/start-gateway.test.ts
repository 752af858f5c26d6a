import { constants } from 'node:http2';
import { expect } from 'chai';
import { HarnessError } from '../errors.ts';
import type { CallMoment } from '../model/moment.ts';
import { SERVICE_PATH } from './temporal-messages.ts';
import { answerOk } from './test-support/far-end.ts';
import { call, nearEnd } from './test-support/near-end.ts';
import {
  activityPoll,
  activityTask,
  HEARTBEAT,
  heartbeat,
  POLL,
  type RelayRig,
  startRelayRig,
} from './test-support/relay-rig.ts';

const heartbeatMoment: CallMoment = { kind: 'call', side: 'reply', method: 'RecordActivityTaskHeartbeat', nth: 1 };

describe('startGateway', () => {
  let rig: RelayRig;
  const { signal } = new AbortController();

  beforeEach(async () => {
    rig = await startRelayRig();
  });

  afterEach(() => rig[Symbol.asyncDispose]());

  it('holds one call for several moments, and another on its own', async () => {
    const session = nearEnd(rig.port);
    const third = { ...heartbeatMoment, nth: 3 };
    const holding = [
      rig.gateway.hold(heartbeatMoment, signal),
      rig.gateway.hold(heartbeatMoment, signal),
      rig.gateway.hold(third, signal),
    ];
    const first = call(session, HEARTBEAT, heartbeat(1));
    const [one, two] = [await holding[0], await holding[1]];
    await call(session, HEARTBEAT, heartbeat(2)).reply;
    const last = call(session, HEARTBEAT, heartbeat(3));
    const three = await holding[2];
    one?.release();
    expect(rig.gateway.openCalls()).to.equal(2);
    three?.release();
    expect((await last.reply).trailers).to.include({ 'grpc-status': '0' });
    expect(rig.gateway.openCalls()).to.equal(1);
    two?.release();
    expect((await first.reply).trailers).to.include({ 'grpc-status': '0' });
    session.destroy();
  });

  it('drops a held call that the worker takes back', async () => {
    const session = nearEnd(rig.port);
    const holding = rig.gateway.hold(heartbeatMoment, signal);
    const held = call(session, HEARTBEAT, heartbeat(1));
    await holding;
    held.stream.close(constants.NGHTTP2_CANCEL);
    expect(await rig.journalled(1)).to.include({ outcome: 'cancelled', grpcStatus: 0 });
    expect(rig.held()).to.deep.equal(['held', 'dropped']);
    session.destroy();
  });

  it('holds a reply until it is released', async () => {
    const session = nearEnd(rig.port);
    const holding = rig.gateway.hold(
      { ...heartbeatMoment, nth: 2, progress: { path: 'pagesDone', atLeast: 2, atMost: 3 } },
      signal,
    );
    for (const pages of [1, 2, 4]) await call(session, HEARTBEAT, heartbeat(pages)).reply;
    const held = call(session, HEARTBEAT, heartbeat(3));
    const holder = await holding;
    expect(holder).to.include({ component: 'worker-1', incarnation: 1, method: 'RecordActivityTaskHeartbeat' });
    expect(rig.far.requests).to.have.length(4);
    expect(rig.gateway.openCalls()).to.equal(1);
    expect(rig.calls()).to.have.length(3);
    holder.release();
    holder.release();
    expect((await held.reply).trailers).to.include({ 'grpc-status': '0' });
    expect(rig.held()).to.deep.equal(['held', 'released']);
    session.destroy();
  });

  it('drops a held request whose connection is gone: it never reaches the server', async () => {
    const session = nearEnd(rig.port);
    const holding = rig.gateway.hold({ ...heartbeatMoment, side: 'request' }, signal);
    call(session, HEARTBEAT, heartbeat(1));
    const held = await holding;
    session.destroy();
    await rig.gateway.connectionsClosed('worker-1', 1, signal);
    held.release();
    expect(rig.held()).to.deep.equal(['held', 'dropped']);
    expect(await rig.journalled(1)).to.include({ outcome: 'dropped', grpcStatus: null });
    const other = nearEnd(rig.port);
    await call(other, POLL, Buffer.alloc(0)).reply;
    expect(rig.far.requests.map(({ path }) => path)).to.deep.equal([POLL]);
    other.destroy();
  });

  it('lets go when the signal aborts, before and after the moment', async () => {
    const session = nearEnd(rig.port);
    const before = new AbortController();
    const never = rig.gateway.hold(heartbeatMoment, before.signal);
    before.abort(new Error('changed my mind'));
    expect(await never.catch((error: Error) => error.message)).to.equal('changed my mind');
    const after = new AbortController();
    const holding = rig.gateway.hold(heartbeatMoment, after.signal);
    const held = call(session, HEARTBEAT, heartbeat(1));
    await holding;
    after.abort();
    expect((await held.reply).trailers).to.include({ 'grpc-status': '0' });
    session.destroy();
  });

  it('knows who holds a task, from the poll to the answer', async () => {
    const session = nearEnd(rig.port);
    rig.answer = (request) => answerOk(request, request.path === POLL ? activityTask() : Buffer.alloc(0));
    await call(session, POLL, activityPoll()).reply;
    const holder = {
      component: 'worker-1',
      incarnation: 1,
      task: 'activity',
      workflowId: 'document-1',
      activityType: 'extract',
    };
    expect(rig.gateway.heldTasks()).to.deep.equal([holder]);
    await call(session, HEARTBEAT, heartbeat(1)).reply;
    expect(rig.gateway.heldTasks()).to.deep.equal([holder]);
    expect(await rig.journalled(2)).to.include({
      workflowId: 'document-1',
      activityType: 'extract',
      attempt: 1,
      task: 'activity',
    });
    await call(session, `${SERVICE_PATH}RespondActivityTaskCompleted`, heartbeat(1)).reply;
    expect(rig.gateway.heldTasks()).to.deep.equal([]);
    session.destroy();
  });

  it('journals open calls and gives up its holds when it closes', async () => {
    rig.answer = () => undefined;
    call(nearEnd(rig.port), HEARTBEAT, heartbeat(1));
    await rig.until('the call at the far end', () => rig.far.requests[0]);
    const never = rig.gateway.hold(heartbeatMoment, signal);
    await rig.gateway.close();
    expect(await never.catch((error: unknown) => error))
      .to.be.instanceOf(HarnessError)
      .and.include({ code: 'CHAOS_MOMENT_MISSED' });
    expect(await rig.journalled(1)).to.include({ outcome: 'broken' });
  });
});
