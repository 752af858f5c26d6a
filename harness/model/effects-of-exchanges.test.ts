import { expect } from 'chai';
import { effectiveExchanges, ledgerOfExchanges } from './effects-of-exchanges.ts';
import type { Exchange } from './exchange.ts';

const activity = { workflowId: 'order-1', runId: 'r', activityId: '1', activityType: 'charge', attempt: 1 };
const charge: Exchange = {
  call: 1,
  service: 'payments',
  component: 'worker-1',
  incarnation: 1,
  time: '2026-11-30T12:00:00.000Z',
  method: 'POST',
  path: '/v1/charges',
  status: 200,
  outcome: 'answered',
  key: null,
  requestDigest: 'a',
  replyDigest: null,
  activity,
};
const outcomes = (...exchanges: readonly Exchange[]): readonly string[] =>
  effectiveExchanges(exchanges).map(({ outcome }) => outcome);

describe('effectiveExchanges', () => {
  it('takes POST and PATCH that succeeded, and no method that is safe or idempotent, nor a refusal', () => {
    expect(outcomes(charge, { ...charge, method: 'PATCH', status: 302 })).to.deep.equal(['applied', 'applied']);
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE']) expect(outcomes({ ...charge, method })).to.deep.equal([]);
    for (const status of [400, 404, 500, null]) expect(outcomes({ ...charge, status })).to.deep.equal([]);
  });

  it('takes a lost answer for an effect: the service had executed it', () => {
    expect(outcomes({ ...charge, outcome: 'answer-lost' })).to.deep.equal(['applied']);
  });

  it('takes a key that was answered before for a repeat, of that service alone', () => {
    const keyed = { ...charge, key: 'k' };
    const other = { ...keyed, service: 'refunds' };
    expect(outcomes({ ...keyed, status: 500 }, keyed, keyed, other)).to.deep.equal([
      'applied',
      'deduplicated',
      'applied',
    ]);
  });

  it('takes the first success for the effect, even if the service says that it repeats an answer', () => {
    const keyed = { ...charge, key: 'k', replayed: true as const };
    expect(outcomes(keyed, keyed)).to.deep.equal(['applied', 'deduplicated']);
    expect(outcomes({ ...charge, replayed: true })).to.deep.equal(['deduplicated']);
  });

  it('takes a request that broke off for an effect only if the service then refuses it as done', () => {
    const broken: Exchange = { ...charge, status: null, outcome: 'in-doubt' };
    expect(outcomes(broken)).to.deep.equal([]);
    expect(outcomes(broken, charge)).to.deep.equal(['applied']);
    expect(outcomes(broken, { ...charge, status: 409 })).to.deep.equal(['applied']);
    expect(outcomes(broken, { ...charge, status: 409, requestDigest: 'b' })).to.deep.equal([]);
  });

  it('takes the requests that the configuration names, and no other', () => {
    const effect = { kind: 'reserve', subject: { order: 'order-1' }, key: null };
    expect(outcomes({ ...charge, method: 'PUT', effect }, { ...charge, effect: null })).to.deep.equal(['applied']);
  });
});

describe('ledgerOfExchanges', () => {
  it('has the effects that the configuration names, after the lines that there are', () => {
    const effect = { kind: 'charge', subject: { order: 'order-1' }, key: 'k' };
    const named = { ...charge, effect };
    const lines = ledgerOfExchanges([charge, named, { ...named, activity: null }], 7);
    expect(lines.map(({ sequence, outcome }) => [sequence, outcome])).to.deep.equal([
      [8, 'applied'],
      [9, 'deduplicated'],
    ]);
    expect(lines[0]).to.deep.include({
      kind: 'charge',
      subject: effect.subject,
      idempotencyKey: 'k',
      payloadHash: 'a',
    });
    expect(lines[0]?.activity).to.deep.equal({ workflowId: 'order-1', activityId: '1', attempt: 1 });
    expect(lines[1]?.activity).to.equal(null);
  });
});
