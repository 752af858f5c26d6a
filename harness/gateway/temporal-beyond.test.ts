import { once } from 'node:events';
import proto from '@temporalio/proto';
import { expect } from 'chai';
import { Authority } from '../certificates/authority.ts';
import { entriesOf } from '../model/journal.ts';
import type { TlsIdentity } from '../model/tls.ts';
import { call, frame, nearEnd } from './test-support/near-end.ts';
import { HEARTBEAT, heartbeat, POLL, type RelayRig, startRelayRig } from './test-support/relay-rig.ts';

const { PollActivityTaskQueueRequest } = proto.temporal.api.workflowservice.v1;
const authorization = 'Bearer the-key-of-a-user';
const mayPoll = (queue: string): boolean => queue === 'ours';
const headers = { authorization, 'temporal-namespace': 'payments.a1b2c' };

describe('a gateway before a Temporal that the run did not start', () => {
  let theirs: Authority;
  let far: TlsIdentity;
  let own: TlsIdentity;
  let rig: RelayRig;
  const connections = (): readonly unknown[] =>
    entriesOf(rig.journal.entries(), 'connection').map(({ change }) => change);

  before(async () => {
    theirs = await Authority.create('theirs');
    far = await theirs.issue({ name: 'cloud.example', hosts: [] });
    own = await theirs.issue({ name: 'us', hosts: [] });
  });
  beforeEach(async () => {
    rig = await startRelayRig({ far }, { tls: { ...own, name: 'cloud.example' }, headers, mayPoll });
  });
  afterEach(async () => rig[Symbol.asyncDispose]());

  it("gives each call the key in the place of the worker's, by TLS and under the server's own address", async () => {
    const session = nearEnd(rig.port);
    const reply = await call(session, { ':path': HEARTBEAT, authorization: 'Bearer of-the-worker' }, heartbeat(2))
      .reply;
    expect(reply.trailers).to.include({ 'grpc-status': '0' });
    const [request] = rig.far.requests;
    expect(request?.headers).to.include({ ...headers, ':authority': rig.far.address, ':scheme': 'https' });
    expect(request?.body.equals(heartbeat(2))).to.equal(true);
    const { method } = await rig.journalled(1);
    expect(method).to.equal('RecordActivityTaskHeartbeat');
    expect(JSON.stringify(rig.journal.entries())).not.to.include('the-key-of-a-user');
    session.destroy();
  });

  it('books a connection that the server breaks as closed: no fault of the run did it', async () => {
    rig.answer = () => rig.far.sockets[0]?.resetAndDestroy();
    await call(nearEnd(rig.port), HEARTBEAT, heartbeat(2)).reply;
    await rig.until('the end of the connection', () => connections()[1]);
    expect(connections()).to.deep.equal(['opened', 'closed']);
  });

  it('books a connection that a fault breaks on the side of the worker as broken', async () => {
    const asked = Promise.withResolvers<undefined>();
    rig.answer = () => asked.resolve(undefined);
    const session = nearEnd(rig.port);
    void call(session, HEARTBEAT, heartbeat(2)).reply;
    await asked.promise;
    session.destroy();
    await rig.until('the end of the connection', () => connections()[1]);
    expect(connections()).to.deep.equal(['opened', 'broken']);
  });

  it('relays the calls of the harness itself with the key, and writes nothing down', async () => {
    const session = nearEnd(await rig.gateway.listenUnrecorded());
    const reply = await call(session, HEARTBEAT, heartbeat(2)).reply;
    expect(reply.trailers).to.include({ 'grpc-status': '0' });
    expect(rig.far.requests[0]?.headers).to.include(headers);
    const closed = once(session, 'close');
    session.close();
    await closed;
    expect(rig.journal.entries()).to.deep.equal([]);
  });

  it('sends no poll of a task queue that others may use, and says which; a sticky one has no tasks of others', async () => {
    const session = nearEnd(rig.port);
    const poll = (taskQueue: object): ReturnType<typeof call> =>
      call(session, POLL, frame(PollActivityTaskQueueRequest.encode({ identity: 'w', taskQueue }).finish()));
    const lost = await poll({ name: 'theirs' }).reply;
    expect(lost.head).to.include({ 'grpc-status': '14' });
    expect(rig.far.requests).to.deep.equal([]);
    const first = await rig.gateway
      .firstPoll('worker-1', 1, AbortSignal.timeout(1000))
      .catch((error: unknown) => error);
    expect(first).to.have.property('code', 'CHAOS_BAD_CONFIG');
    expect(String(first)).to.include('worker-1 polls the task queue "theirs"');
    expect(entriesOf(rig.journal.entries(), 'note')).to.have.lengthOf(1);
    await poll({ name: 'ours' }).reply;
    await poll({ name: 'host:of-a-worker', kind: 2, normalName: 'ours' }).reply;
    expect(rig.far.requests).to.have.lengthOf(2);
    session.destroy();
  });

  it('sends no poll whose task queue it cannot read', async () => {
    const session = nearEnd(rig.port);
    const unreadable = [Buffer.from('no message of Temporal'), PollActivityTaskQueueRequest.encode({}).finish()];
    for (const body of unreadable) {
      expect((await call(session, POLL, frame(body)).reply).head).to.include({ 'grpc-status': '14' });
    }
    expect(rig.far.requests).to.deep.equal([]);
    const first = await rig.gateway
      .firstPoll('worker-1', 1, AbortSignal.timeout(1000))
      .catch((error: unknown) => error);
    expect(String(first)).to.include('worker-1 polls a task queue that cannot be read');
    session.destroy();
  });

  it('sends nothing to a server of another authority', async () => {
    await rig[Symbol.asyncDispose]();
    const others = await Authority.create('others');
    const ca = others.certificate;
    rig = await startRelayRig({ far }, { tls: { ca, name: 'cloud.example' }, headers, mayPoll });
    const { head } = await call(nearEnd(rig.port), HEARTBEAT, heartbeat(2)).reply;
    expect(head).to.deep.equal({});
    expect(rig.far.requests).to.deep.equal([]);
  });

  it('lets only clients with a certificate of the run use its key, if the run speaks TLS', async () => {
    await rig[Symbol.asyncDispose]();
    const run = await Authority.create('run');
    const hosts = ['127.0.0.1'];
    const identity = await run.issue({ name: 'gateway', hosts });
    rig = await startRelayRig(
      { far, identity, temporalName: 'gateway' },
      { tls: { ...own, name: 'cloud.example' }, headers, mayPoll },
    );
    const harness = await run.issue({ name: 'harness', hosts });
    const port = await rig.gateway.listenUnrecorded();
    const session = nearEnd(port, { ...harness, servername: 'gateway' });
    expect((await call(session, HEARTBEAT, heartbeat(2)).reply).trailers).to.include({ 'grpc-status': '0' });
    session.destroy();
    const stranger = nearEnd(port, { ca: run.certificate, servername: 'gateway' });
    const closed = once(stranger, 'close');
    const reply = call(stranger, HEARTBEAT, heartbeat(2)).reply;
    await closed;
    expect((await reply).head).to.deep.equal({});
    expect(rig.far.requests).to.have.lengthOf(1);
  });
});
