import { expect } from 'chai';
import { type Exchange, exchangesWith } from '../../model/exchange.ts';
import { exchangeFacts, type ReadExchange } from './exchange-facts.ts';
import { type HttpRig, startHttpRig } from './test-support/http-rig.ts';

const read = (
  headers: Readonly<Record<string, string>>,
  body = '{}',
  more: Partial<ReadExchange> = {},
): ReadExchange => ({
  service: 'payments',
  request: { method: 'POST', path: '/v1/charges?expand=all', headers, body: Buffer.from(body) },
  reply: { status: 200, headers: {}, body: Buffer.from('{"id":"ch_1"}') },
  owner: { workflowId: 'order-1', runId: 'run-1' },
  ...more,
});

describe('exchangeFacts', () => {
  it('finds the idempotency key under its usual names, in headers and in the body', () => {
    for (const name of ['idempotency-key', 'x-idempotency-key', 'paypal-request-id']) {
      expect(exchangeFacts(read({ [name]: 'k-1' }), {}).key, name).to.equal('k-1');
    }
    const json = { 'content-type': 'application/json' };
    expect(exchangeFacts(read(json, '{"idempotency_key":"k-2"}'), {}).key).to.equal('k-2');
    expect(exchangeFacts(read(json, '["idempotency_key"]'), {}).key).to.equal(null);
    expect(exchangeFacts(read(json, 'no JSON'), {}).key).to.equal(null);
  });

  it('has digests that are the same for every workflow, and none of an empty body', () => {
    const one = exchangeFacts(read({}, '{"order":"order-1","amount":5}'), {});
    const owner = { workflowId: 'order-2', runId: undefined };
    const other = exchangeFacts(read({}, '{"amount":5,"order":"order-2"}', { owner }), {});
    expect(one.requestDigest)
      .to.equal(other.requestDigest)
      .and.to.match(/^[0-9a-f]{64}$/);
    expect(exchangeFacts(read({}, '', { reply: null }), {})).to.include({ requestDigest: null, replyDigest: null });
  });

  it('takes no number in the id of the workflow whose request it is for a card number, but any other', () => {
    const id = 'order-1796066225006';
    const effects = (): { kind: string; subject: Record<string, string>; key: string } => ({
      kind: 'charge',
      subject: { order: id, number: '1796066225006', other: 'order-1796066225014' },
      key: `charge-${id}`,
    });
    const { effect } = exchangeFacts(read({}, '{}', { owner: { workflowId: id, runId: 'run-1' } }), { effects });
    expect(effect).to.deep.include({ key: `charge-${id}` });
    expect(effect?.subject).to.deep.include({ order: id, number: '1796066225006' });
    expect(effect?.subject['other']).to.match(/^order-<masked \w+>$/);
  });

  it('knows the answer that Stripe repeats', () => {
    const reply = { status: 200, headers: { 'idempotent-replayed': 'true' }, body: Buffer.alloc(0) };
    expect(exchangeFacts(read({}, '{}', { reply }), {}).replayed).to.equal(true);
  });

  it('has the effect that the configuration names, or null', () => {
    const effects = (): { kind: string; subject: Record<string, string>; key: string } => ({
      kind: 'charge',
      subject: { order: 'order-1', card: '4242424242424242' },
      key: 'k',
    });
    const { effect } = exchangeFacts(read({}), { effects });
    expect(effect).to.deep.include({ kind: 'charge', key: 'k' });
    expect(JSON.stringify(effect)).not.to.contain('4242424242424242');
    expect(exchangeFacts(read({}), { effects: () => null }).effect).to.equal(null);
    expect(exchangeFacts(read({}), {})).not.to.have.property('effect');
  });
});

describe('the exchanges of a journal', () => {
  let rig: HttpRig;
  const secrets = ['s3cr3t-token-1', 'sk_live_abcdefgh12345678', '4242424242424242', 's3cr3t-cookie', 's3cr3t-reply'];

  beforeEach(async () => {
    rig = await startHttpRig();
  });
  afterEach(() => rig[Symbol.asyncDispose]());

  const exchanges = (): readonly Exchange[] => exchangesWith(rig.journal.entries(), () => true);

  it('say whose a request was and how it ended, and hold no secret of headers, paths, queries, keys or bodies', async () => {
    rig.answer = (_request, response) => response.writeHead(201, { 'set-cookie': secrets[3] }).end(`"${secrets[4]}"`);
    await rig.handOutActivity();
    const headers = {
      authorization: `Bearer ${secrets[0]}`,
      cookie: `session=${secrets[3]}`,
      'idempotency-key': `charge-${secrets[2]}-${secrets[1]}`,
      'x-activity': '1',
      'x-workflow': 'document-1',
    };
    const path = `/cards/${secrets[2]}/${secrets[1]}?token=${secrets[0]}`;
    await rig.ask({ path, headers, body: Buffer.from(`{"card":"${secrets[2]}","pin":"${secrets[0]}"}`) });
    const [exchange] = await rig.until('the exchange', () => (exchanges().length > 0 ? exchanges() : undefined));
    expect(exchange).to.deep.include({ service: 'outside', component: 'worker-1', status: 201, outcome: 'answered' });
    expect(exchange?.activity).to.include({ workflowId: 'document-1', activityId: '1', attempt: 1 });
    const written = JSON.stringify([rig.journal.entries(), exchanges()]);
    for (const secret of secrets) expect(written, secret).not.to.contain(secret);
  });
});
