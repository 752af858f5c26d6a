import type { ClientHttp2Session } from 'node:http2';
import { constants } from 'node:http2';
import { expect } from 'chai';
import { HarnessError } from '../errors.ts';
import type { Boundary, Fate, Interceptor } from '../model/crash-point.ts';
import { entriesOf } from '../model/journal.ts';
import { answerOk } from './test-support/far-end.ts';
import { call, type NearReply, nearEnd } from './test-support/near-end.ts';
import { type RelayRig, startRelayRig } from './test-support/relay-rig.ts';
import {
  activityTaskReply,
  beat,
  completedReply,
  pathOf,
  report,
  workflowTaskReply,
} from './test-support/task-messages.ts';

describe('Gateway.intercept', () => {
  let rig: RelayRig;
  let session: ClientHttp2Session;
  let seen: (readonly Boundary[])[];
  let ended: number[];
  const signal = AbortSignal.timeout(60_000);

  beforeEach(async () => {
    rig = await startRelayRig();
    session = nearEnd(rig.port);
    seen = [];
    ended = [];
  });

  afterEach(async () => {
    session.destroy();
    await rig[Symbol.asyncDispose]();
  });

  const watch = (decide: Interceptor['reached'] = () => undefined): Disposable =>
    rig.gateway.intercept({
      reached: (boundaries) => {
        seen.push(boundaries);
        return decide(boundaries);
      },
      ended: (number) => ended.push(number),
    });
  const ask = (method: string, request: Buffer, reply: Buffer = Buffer.alloc(0)): Promise<NearReply> => {
    rig.answer = (of) => answerOk(of, reply);
    return call(session, pathOf(method), request).reply;
  };
  const places = () => seen.flat().map(({ place }) => place);
  const only = (side: string, exchange: string, fate: Promise<Fate>): Interceptor['reached'] => {
    return ([first]) => (first?.place.side === side && first.place.exchange === exchange ? fate : undefined);
  };
  const pollActivity = (attempt = 1) =>
    ask('PollActivityTaskQueue', Buffer.alloc(0), activityTaskReply({ token: 'a', attempt }));
  const pollWorkflow = (token: string, attempt = 1) =>
    ask('PollWorkflowTaskQueue', Buffer.alloc(0), workflowTaskReply({ token, attempt }));
  const states = () => entriesOf(rig.journal.entries(), 'held').map(({ state }) => state);

  it('names the places of an activity: handed out, heartbeats by their details, completion and failure', async () => {
    using _watching = watch();
    await pollActivity(2);
    await ask('RecordActivityTaskHeartbeat', beat('a'));
    await ask('RecordActivityTaskHeartbeat', beat('a', false));
    for (const method of ['RespondActivityTaskFailed', 'RespondActivityTaskCanceled', 'RespondActivityTaskCompleted']) {
      await ask(method, report('a'));
    }
    const base = { task: 'activity', activityId: '5', attempt: 2 };
    const both = (exchange: object) => ['request', 'reply'].map((side) => ({ ...base, side, ...exchange }));
    expect(places()).to.deep.equal([
      { ...base, exchange: 'handed-out', side: 'reply' },
      ...both({ exchange: 'heartbeat', details: { page: 1 } }),
      ...both({ exchange: 'heartbeat' }),
      ...both({ exchange: 'failure' }),
      ...both({ exchange: 'failure' }),
      ...both({ exchange: 'completion' }),
    ]);
    expect(seen[0]?.[0]).to.include({
      component: 'worker-1',
      incarnation: 1,
      workflowId: 'w',
      activityType: 'extract',
    });
    expect(seen.map(([first]) => first?.call)).to.deep.equal([1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6]);
    expect(states()).to.deep.equal([]);
    await rig.until('the ends', () => (ended.length === 6 ? true : undefined));
    expect(ended).to.deep.equal([1, 2, 3, 4, 5, 6]);
  });

  it('counts the workflow tasks that were completed, heard of or not, watched or not', async () => {
    await pollWorkflow('first');
    await ask('RespondWorkflowTaskCompleted', report('first'));
    using _watching = watch();
    await pollWorkflow('second');
    await pollWorkflow('second again', 2);
    await ask('RespondWorkflowTaskFailed', report('second again'));
    await ask(
      'RespondWorkflowTaskCompleted',
      report('second'),
      completedReply({ token: 'third' }, { token: 'eager', attempt: 1 }),
    );
    await ask('RespondWorkflowTaskCompleted', report('third'));
    const task = (number: number, exchange: string, rest: object) => ({ task: 'workflow', number, exchange, ...rest });
    expect(places()).to.deep.equal([
      task(2, 'handed-out', { side: 'reply', attempt: 1 }),
      task(2, 'handed-out', { side: 'reply', attempt: 2 }),
      task(2, 'failure', { side: 'request', attempt: 2 }),
      task(2, 'failure', { side: 'reply', attempt: 2 }),
      task(2, 'completion', { side: 'request', attempt: 1 }),
      task(2, 'completion', { side: 'reply', attempt: 1 }),
      task(3, 'handed-out', { side: 'reply', attempt: 1 }),
      { task: 'activity', activityId: '5', exchange: 'handed-out', side: 'reply', attempt: 1 },
      task(3, 'completion', { side: 'request', attempt: 1 }),
      task(3, 'completion', { side: 'reply', attempt: 1 }),
    ]);
    expect(seen.map((boundaries) => boundaries.length)).to.deep.equal([1, 1, 1, 1, 1, 3, 1, 1]);
    expect(seen.flat().map(({ workflowId }) => workflowId)).to.deep.equal(places().map(() => 'w'));
  });

  it('passes over queries, empty polls, tasks of other gateways, and what the server did not execute', async () => {
    using _watching = watch();
    await ask('PollWorkflowTaskQueue', Buffer.alloc(0), workflowTaskReply({ token: 'q' }, true));
    await ask('RespondQueryTaskCompleted', report('q'));
    await ask('PollActivityTaskQueue', Buffer.alloc(0));
    await ask('RespondActivityTaskCompleted', report('unknown'));
    await ask('StartWorkflowExecution', Buffer.alloc(0));
    expect(seen).to.deep.equal([]);
    await pollActivity();
    rig.answer = ({ stream }) => stream.respond({ ':status': 200, 'grpc-status': '5' }, { endStream: true });
    await call(session, pathOf('RespondActivityTaskCompleted'), report('a')).reply;
    expect(places().map(({ exchange, side }) => `${exchange}/${side}`)).to.deep.equal([
      'handed-out/reply',
      'completion/request',
    ]);
  });

  it('loses an answer that the server has executed, and nothing else of the connection', async () => {
    using _watching = watch(only('reply', 'completion', Promise.resolve('lose')));
    await pollActivity();
    const reply = await ask('RespondActivityTaskCompleted', report('a'));
    expect(reply.head).to.include({ 'grpc-status': '14', 'grpc-message': 'The answer was lost on the way.' });
    expect(reply.rstCode).to.equal(constants.NGHTTP2_NO_ERROR);
    expect(await rig.journalled(2)).to.include({
      outcome: 'lost',
      grpcStatus: 0,
      method: 'RespondActivityTaskCompleted',
    });
    expect(rig.far.requests).to.have.length(2);
    expect(rig.gateway.heldTasks()).to.deep.equal([]);
    expect(states()).to.deep.equal(['held', 'lost']);
    expect(entriesOf(rig.journal.entries(), 'held')[0]?.place).to.deep.equal(places().at(-1));
    expect(ended).to.deep.equal([1, 2]);
    expect((await ask('RecordActivityTaskHeartbeat', beat('a'))).trailers).to.include({ 'grpc-status': '0' });
  });

  it('loses a request, which the server never sees, and a hand-out, which the worker never holds', async () => {
    let watching = watch(only('reply', 'handed-out', Promise.resolve('lose')));
    expect((await pollActivity()).head).to.include({ 'grpc-status': '14' });
    expect(rig.gateway.heldTasks()).to.deep.equal([]);
    watching[Symbol.dispose]();
    watching = watch(only('request', 'completion', Promise.resolve('lose')));
    expect((await ask('RespondActivityTaskCompleted', report('a'))).head).to.include({ 'grpc-status': '14' });
    expect(rig.far.requests).to.have.length(1);
    expect(await rig.journalled(2)).to.include({ outcome: 'lost', grpcStatus: null, replyBytes: 0 });
    watching[Symbol.dispose]();
  });

  it('drops what is held when the connection goes, and sends none of it on', async () => {
    const decision = Promise.withResolvers<Fate>();
    using _watching = watch(only('request', 'completion', decision.promise));
    await pollActivity();
    void ask('RespondActivityTaskCompleted', report('a'));
    await rig.until('the hold', () => rig.held()[0]);
    session.destroy();
    await rig.gateway.connectionsClosed('worker-1', 1, signal);
    expect(states()).to.deep.equal(['held', 'dropped']);
    expect(ended).to.deep.equal([1, 2]);
    decision.resolve('pass');
    expect(await rig.journalled(2)).to.include({ outcome: 'dropped', grpcStatus: null });
    session = nearEnd(rig.port);
    await ask('RecordActivityTaskHeartbeat', beat('a'));
    expect(rig.far.requests.map(({ path }) => path)).to.deep.equal([
      pathOf('PollActivityTaskQueue'),
      pathOf('RecordActivityTaskHeartbeat'),
    ]);
  });

  it('goes on when both a moment and the interceptor have let go', async () => {
    const decision = Promise.withResolvers<Fate>();
    using _watching = watch(only('reply', 'heartbeat', decision.promise));
    await pollActivity();
    const moment = { kind: 'call', side: 'reply', method: 'RecordActivityTaskHeartbeat', nth: 1 } as const;
    const holding = rig.gateway.hold(moment, signal);
    const beaten = ask('RecordActivityTaskHeartbeat', beat('a'));
    const held = await holding;
    decision.resolve('pass');
    await rig.until('one to let go', () => (states().includes('released') ? true : undefined));
    expect(rig.gateway.openCalls()).to.equal(1);
    held.release();
    expect((await beaten).trailers).to.include({ 'grpc-status': '0' });
    expect(states()).to.deep.equal(['held', 'held', 'released', 'released']);
  });

  it('lets go what is held when it is disposed, and takes one interceptor at a time', async () => {
    const watching = watch(only('reply', 'heartbeat', Promise.withResolvers<Fate>().promise));
    expect(() => watch()).to.throw(HarnessError, 'one interceptor at a time');
    await pollActivity();
    const beaten = ask('RecordActivityTaskHeartbeat', beat('a'));
    await rig.until('the hold', () => rig.held()[0]);
    watching[Symbol.dispose]();
    expect((await beaten).trailers).to.include({ 'grpc-status': '0' });
    expect(states()).to.deep.equal(['held', 'released']);
    watch()[Symbol.dispose]();
  });
});
