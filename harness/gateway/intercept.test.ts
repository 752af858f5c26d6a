import { constants } from 'node:http2';
import { expect } from 'chai';
import { HarnessError } from '../errors.ts';
import type { Fate, Interceptor } from '../model/crash-point.ts';
import { entriesOf } from '../model/journal.ts';
import { type RelayRig, startRelayRig } from './test-support/relay-rig.ts';
import { beat, pathOf, report } from './test-support/task-messages.ts';
import { type TaskWorker, taskWorker } from './test-support/task-worker.ts';
import { type Watcher, watcherOf } from './test-support/watcher.ts';

describe('Gateway.intercept', () => {
  let rig: RelayRig;
  let worker: TaskWorker;
  let watcher: Watcher;
  const { signal } = new AbortController();

  beforeEach(async () => {
    rig = await startRelayRig();
    worker = taskWorker(rig);
    watcher = watcherOf(rig.gateway);
  });

  afterEach(async () => {
    worker[Symbol.dispose]();
    await rig[Symbol.asyncDispose]();
  });

  const only = (side: string, exchange: string, fate: Promise<Fate>): Interceptor['reached'] => {
    return ([first]) => (first?.place.side === side && first.place.exchange === exchange ? fate : undefined);
  };

  it('loses an answer that the server has executed, and nothing else of the connection', async () => {
    using _watching = watcher.watch(only('reply', 'completion', Promise.resolve('lose')));
    await worker.pollActivity();
    const reply = await worker.ask('RespondActivityTaskCompleted', report('a'));
    expect(reply.head).to.include({ 'grpc-status': '14', 'grpc-message': 'The answer was lost on the way.' });
    expect(reply.rstCode).to.equal(constants.NGHTTP2_NO_ERROR);
    expect(await rig.journalled(2)).to.include({
      outcome: 'lost',
      grpcStatus: 0,
      method: 'RespondActivityTaskCompleted',
    });
    expect(rig.far.requests).to.have.length(2);
    expect(rig.gateway.heldTasks()).to.deep.equal([]);
    expect(rig.held()).to.deep.equal(['held', 'lost']);
    expect(entriesOf(rig.journal.entries(), 'held')[0]?.place).to.deep.equal(watcher.places().at(-1));
    expect(watcher.ended).to.deep.equal([1, 2]);
    expect((await worker.ask('RecordActivityTaskHeartbeat', beat('a'))).trailers).to.include({ 'grpc-status': '0' });
  });

  it('loses a request, which the server never sees, and a hand-out, which the worker never holds', async () => {
    let watching = watcher.watch(only('reply', 'handed-out', Promise.resolve('lose')));
    expect((await worker.pollActivity()).head).to.include({ 'grpc-status': '14' });
    expect(rig.gateway.heldTasks()).to.deep.equal([]);
    watching[Symbol.dispose]();
    watching = watcher.watch(only('request', 'completion', Promise.resolve('lose')));
    expect((await worker.ask('RespondActivityTaskCompleted', report('a'))).head).to.include({ 'grpc-status': '14' });
    expect(rig.far.requests).to.have.length(1);
    expect(await rig.journalled(2)).to.include({ outcome: 'lost', grpcStatus: null, replyBytes: 0 });
    watching[Symbol.dispose]();
  });

  it('drops what is held when the connection goes, and sends none of it on', async () => {
    const decision = Promise.withResolvers<Fate>();
    using _watching = watcher.watch(only('request', 'completion', decision.promise));
    await worker.pollActivity();
    void worker.ask('RespondActivityTaskCompleted', report('a'));
    await rig.until('the hold', () => rig.held()[0]);
    worker.session.destroy();
    await rig.gateway.connectionsClosed('worker-1', 1, signal);
    expect(rig.held()).to.deep.equal(['held', 'dropped']);
    expect(watcher.ended).to.deep.equal([1, 2]);
    decision.resolve('pass');
    expect(await rig.journalled(2)).to.include({ outcome: 'dropped', grpcStatus: null });
    worker = taskWorker(rig);
    await worker.ask('RecordActivityTaskHeartbeat', beat('a'));
    expect(rig.far.requests.map(({ path }) => path)).to.deep.equal([
      pathOf('PollActivityTaskQueue'),
      pathOf('RecordActivityTaskHeartbeat'),
    ]);
  });

  it('goes on when both a moment and the interceptor have let go', async () => {
    const decision = Promise.withResolvers<Fate>();
    using _watching = watcher.watch(only('reply', 'heartbeat', decision.promise));
    await worker.pollActivity();
    const moment = { kind: 'call', side: 'reply', method: 'RecordActivityTaskHeartbeat', nth: 1 } as const;
    const holding = rig.gateway.hold(moment, signal);
    const beaten = worker.ask('RecordActivityTaskHeartbeat', beat('a'));
    const held = await holding;
    decision.resolve('pass');
    await rig.until('one to let go', () => (rig.held().includes('released') ? true : undefined));
    expect(rig.gateway.openCalls()).to.equal(1);
    held.release();
    expect((await beaten).trailers).to.include({ 'grpc-status': '0' });
    expect(rig.held()).to.deep.equal(['held', 'held', 'released', 'released']);
  });

  it('lets go what is held when it is disposed, and takes one interceptor at a time', async () => {
    const watching = watcher.watch(only('reply', 'heartbeat', Promise.withResolvers<Fate>().promise));
    expect(() => watcher.watch()).to.throw(HarnessError, 'an interceptor already');
    await worker.pollActivity();
    const beaten = worker.ask('RecordActivityTaskHeartbeat', beat('a'));
    await rig.until('the hold', () => rig.held()[0]);
    watching[Symbol.dispose]();
    expect((await beaten).trailers).to.include({ 'grpc-status': '0' });
    expect(rig.held()).to.deep.equal(['held', 'released']);
    watcher.watch()[Symbol.dispose]();
  });
});
