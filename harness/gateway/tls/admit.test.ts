import { once } from 'node:events';
import type { SecureClientSessionOptions } from 'node:http2';
import { connect } from 'node:net';
import { expect } from 'chai';
import { Authority } from '../../certificates/authority.ts';
import { type EntryOf, entriesOf } from '../../model/journal.ts';
import type { TlsIdentity } from '../../model/tls.ts';
import { call, nearEnd } from '../test-support/near-end.ts';
import { HEARTBEAT, heartbeat, type RelayRig, startRelayRig } from '../test-support/relay-rig.ts';

const hosts = ['localhost', '127.0.0.1'];

describe('a gateway that speaks TLS', () => {
  let authority: Authority;
  let other: Authority;
  let worker: TlsIdentity;
  let rig: RelayRig;
  const handshakes = (): readonly EntryOf<'handshake'>[] => entriesOf(rig.journal.entries(), 'handshake');

  before(async () => {
    [authority, other] = await Promise.all([Authority.create('own'), Authority.create('other')]);
    worker = await authority.issue({ name: 'worker-1', hosts });
  });
  beforeEach(async () => {
    const identity = await authority.issue({ name: 'gateway', hosts });
    const far = await authority.issue({ name: 'temporal', hosts });
    rig = await startRelayRig({ identity, temporalName: 'temporal', far });
  });
  afterEach(async () => rig[Symbol.asyncDispose]());

  it('relays a call by TLS on both sides, and journals the certificate that the worker showed', async () => {
    const session = nearEnd(rig.port, { ...worker, servername: 'gateway' });
    const reply = await call(session, HEARTBEAT, heartbeat(2)).reply;
    expect(reply.trailers).to.include({ 'grpc-status': '0' });
    expect(rig.far.requests[0]?.body.equals(heartbeat(2))).to.equal(true);
    expect(handshakes()).to.have.lengthOf(1);
    expect(handshakes()[0]).to.deep.include({ link: 'temporal@worker-1', component: 'worker-1', outcome: 'accepted' });
    expect(handshakes()[0]?.serial).to.match(/^7[0-9a-f]{31}$/);
    session.destroy();
  });

  it('resets the connection to the worker where the one to the server is reset', async () => {
    const session = nearEnd(rig.port, { ...worker, servername: 'gateway' });
    const errors: (string | undefined)[] = [];
    session.on('error', (error: NodeJS.ErrnoException) => errors.push(error.code));
    rig.answer = () => rig.far.sockets[0]?.resetAndDestroy();
    const closed = new Promise((resolve) => void session.once('close', resolve));
    await call(session, HEARTBEAT, heartbeat(2)).reply;
    await closed;
    expect(errors).to.deep.equal(['ECONNRESET']);
    const broken = entriesOf(rig.journal.entries(), 'connection').at(-1);
    expect(broken).to.include({ change: 'broken' });
  });

  const strangers: Readonly<Record<string, () => Promise<SecureClientSessionOptions>>> = {
    'without a certificate': async () => ({ ca: authority.certificate }),
    'with one of another authority': async () => {
      const { cert, key } = await other.issue({ name: 'worker-1', hosts });
      return { ca: authority.certificate, cert, key };
    },
    'with an expired one': async () => authority.issue({ name: 'worker-1', hosts }, 'expired'),
  };
  const reasons = [
    'no certificate',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY|UNABLE_TO_VERIFY|SELF_SIGNED',
    'CERT_HAS_EXPIRED',
  ];
  for (const [index, [who, shown]] of Object.entries(strangers).entries()) {
    it(`lets no client in ${who}, says why, and connects it to nothing`, async () => {
      const session = nearEnd(rig.port, { ...(await shown()), servername: 'gateway' });
      const closed = once(session, 'close');
      const reply = call(session, HEARTBEAT, heartbeat(2)).reply;
      await closed;
      expect((await reply).head).to.deep.equal({});
      const refused = await rig.until('the refusal', () => handshakes()[0]);
      expect(refused.outcome).to.equal('refused');
      expect(refused.reason).to.match(new RegExp(reasons[index] ?? ''));
      expect(rig.far.sockets).to.deep.equal([]);
      expect(entriesOf(rig.journal.entries(), 'connection')).to.deep.equal([]);
    });
  }

  it('answers a client that speaks no TLS with nothing', async () => {
    const socket = connect(rig.port, '127.0.0.1');
    const heard: Buffer[] = [];
    socket.on('data', (bytes: Buffer) => heard.push(bytes)).on('error', () => undefined);
    socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
    await once(socket, 'close');
    expect(Buffer.concat(heard).toString('latin1')).not.to.include('HTTP');
    expect((await rig.until('the refusal', () => handshakes()[0])).outcome).to.equal('refused');
  });

  it('gives a worker nothing if the server has not the name that it must have', async () => {
    await rig[Symbol.asyncDispose]();
    const identity = await authority.issue({ name: 'gateway', hosts });
    const far = await authority.issue({ name: 'someone-else', hosts });
    rig = await startRelayRig({ identity, temporalName: 'temporal', far });
    const session = nearEnd(rig.port, { ...worker, servername: 'gateway' });
    const closed = once(session, 'close');
    const reply = call(session, HEARTBEAT, heartbeat(2)).reply;
    await closed;
    expect((await reply).head).to.deep.equal({});
    expect(rig.far.requests).to.deep.equal([]);
  });
});
