import { constants } from 'node:http2';
import { expect } from 'chai';
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

describe('Gateway.park', () => {
  let rig: RelayRig;
  const { signal } = new AbortController();

  beforeEach(async () => {
    rig = await startRelayRig();
    rig.answer = (request) => answerOk(request, request.path === POLL ? activityTask() : Buffer.alloc(0));
    rig.gateway.park('worker-1', true);
  });

  afterEach(() => rig[Symbol.asyncDispose]());

  it('keeps polls back, and them only, until it is let go', async () => {
    const session = nearEnd(rig.port);
    const poll = call(session, POLL, activityPoll());
    await rig.gateway.firstPoll('worker-1', 1, signal);
    await call(session, HEARTBEAT, heartbeat(1)).reply;
    const other = nearEnd(await rig.gateway.listen('worker-2'));
    await call(other, POLL, activityPoll()).reply;
    expect(rig.far.requests.map(({ path }) => path)).to.deep.equal([HEARTBEAT, POLL]);
    const letGoMs = rig.journal.nowMs();
    rig.gateway.park('worker-1', false);
    expect((await poll.reply).body.equals(activityTask())).to.equal(true);
    const entry = await rig.until('the poll', () => rig.calls().find((one) => one.call === 1));
    expect(entry).to.include({ method: 'PollActivityTaskQueue', outcome: 'answered', task: 'activity' });
    expect(entry.startedMs).to.be.at.least(letGoMs);
    expect((await call(session, POLL, activityPoll()).reply).trailers).to.include({ 'grpc-status': '0' });
    for (const each of [session, other]) each.destroy();
  });

  it('lets a parked poll end with its client, which then is never sent on', async () => {
    const session = nearEnd(rig.port);
    const taken = call(session, POLL, activityPoll());
    await rig.gateway.firstPoll('worker-1', 1, signal);
    taken.stream.close(constants.NGHTTP2_CANCEL);
    const entry = await rig.journalled(1);
    expect(entry).to.include({ outcome: 'cancelled', grpcStatus: null });
    expect(entry.latencyMs).to.be.lessThan(5); // It was kept back all the time: it never waited for work.
    call(session, POLL, activityPoll());
    await call(session, HEARTBEAT, heartbeat(1)).reply;
    session.destroy();
    await rig.gateway.connectionsClosed('worker-1', 1, signal);
    rig.gateway.park('worker-1', false);
    const next = nearEnd(rig.port);
    await call(next, HEARTBEAT, heartbeat(2)).reply;
    expect(rig.far.requests.map(({ path }) => path)).to.deep.equal([HEARTBEAT, HEARTBEAT]);
    next.destroy();
  });
});
