import { expect } from 'chai';
import type { Boundary, Fate } from '../../model/crash-point.ts';
import { entriesOf } from '../../model/journal.ts';
import { type Watcher, watcherOf } from '../test-support/watcher.ts';
import { bodyDigestOf } from './body-digest.ts';
import { type HttpRig, startHttpRig } from './test-support/http-rig.ts';

describe('HTTP relay: an exchange that is read along', () => {
  let rig: HttpRig;
  let watcher: Watcher;
  const { signal } = new AbortController();

  beforeEach(async () => {
    rig = await startHttpRig();
    watcher = watcherOf(rig.gateway);
  });

  afterEach(() => rig[Symbol.asyncDispose]());

  const isOutside = ({ place }: Boundary): boolean => place.exchange === 'outside';
  /** The hand-out of the activity, which is a boundary too, is let pass. */
  const watch = (decide: (boundary: Boundary) => Promise<Fate> | undefined = () => undefined): Disposable =>
    watcher.watch(([first]) => (first !== undefined && isOutside(first) ? decide(first) : undefined));
  const seen = () => watcher.seen.flat().filter(isOutside);
  const http = () => entriesOf(rig.journal.entries(), 'http');
  const held = () => entriesOf(rig.journal.entries(), 'held').map(({ state }) => state);
  const mine = { 'x-activity': '1', 'x-workflow': 'document-1' };

  it('names the places of the requests of an activity that the sender holds, one after the other', async () => {
    using _watching = watch();
    await rig.handOutActivity();
    await rig.ask({ path: '/effects?key=secret', headers: mine });
    await rig.ask({ path: '/effects', headers: mine });
    await rig.ask({ path: '/effects', headers: { ...mine, 'x-activity': '99' } });
    await rig.ask({ path: '/effects' });
    const place = { task: 'activity', activityId: '1', exchange: 'outside', attempt: 1 };
    expect(seen().map((boundary) => boundary.place)).to.deep.equal([
      { ...place, side: 'request', nth: 1 },
      { ...place, side: 'reply', nth: 1 },
      { ...place, side: 'request', nth: 2 },
      { ...place, side: 'reply', nth: 2 },
    ]);
    expect(seen()[0]).to.include({ call: 2, component: 'worker-1', incarnation: 1, method: 'POST /effects' });
    expect(seen()[0]).to.include({ workflowId: 'document-1', activityType: 'extract' });
    await rig.until('four entries', () => http()[3]);
    const whose = http().map(({ workflowId, activityId, activityType, attempt, nth }) => [
      workflowId,
      activityId,
      activityType,
      attempt,
      nth,
    ]);
    expect(whose).to.deep.equal([
      ['document-1', '1', 'extract', 1, 1],
      ['document-1', '1', 'extract', 1, 2],
      ...[0, 1].map(() => [undefined, undefined, undefined, undefined, undefined]),
    ]);
    expect(watcher.ended.filter((call) => call > 1)).to.deep.equal([2, 3]);
    expect(held()).to.deep.equal([]);
  });

  it('journals a digest of what an attributed request sent, in which its own workflow is replaced, and no body', async () => {
    await rig.handOutActivity();
    const body = Buffer.from('{"order":"document-1","secret":"s3cr3t"}');
    await rig.ask({ path: '/effects', headers: mine, body });
    await rig.ask({ path: '/effects', headers: mine });
    await rig.ask({ path: '/effects', body });
    await rig.ask({ path: '/effects', headers: { ...mine, 'x-compared': '{"order":"document-1","secret":"s3cr3t"}' } });
    await rig.until('four entries', () => http()[3]);
    const anyOther = { workflowId: 'document-2', runId: undefined };
    const digest = bodyDigestOf('{"secret":"s3cr3t","order":"document-2"}', anyOther);
    expect(http().map(({ bodyDigest }) => bodyDigest)).to.deep.equal([digest, undefined, undefined, digest]);
    expect(JSON.stringify(rig.journal.entries())).not.to.contain('s3cr3t');
  });

  it('takes a request for that of its activity, in the same run and attempt, though the worker has completed it', async () => {
    using _watching = watch();
    await rig.handOutActivity();
    await rig.completeActivity();
    await rig.ask({ path: '/effects', headers: mine });
    const entry = await rig.until('the entry', () => http()[0]);
    expect(entry).to.include({ workflowId: 'document-1', runId: 'run-1', activityId: '1', attempt: 1, nth: 1 });
    expect(seen().map(({ place }) => place.side)).to.deep.equal(['request', 'reply']);
    const [completion] = entriesOf(rig.journal.entries(), 'call').filter(({ method }) => method.startsWith('Respond'));
    expect(entry.call).to.be.greaterThan(completion?.call ?? Number.POSITIVE_INFINITY);
  });

  it('journals when the answer of the service was there, before it is sent on', async () => {
    await rig.handOutActivity();
    await rig.ask({ path: '/effects', headers: mine });
    const { startedMs, repliedMs = Number.NaN, atMs } = await rig.until('the entry', () => http()[0]);
    expect(repliedMs).to.be.within(startedMs, atMs);
  });

  it('journals a request of an activity that its sender does not hold, and relays it', async () => {
    expect((await rig.ask({ path: '/effects?key=secret', headers: mine })).status).to.equal(200);
    const [entry, ...more] = entriesOf(rig.journal.entries(), 'unattributed-request');
    expect(entry).to.include({ path: '/effects', workflowId: 'document-1', activityId: '1' });
    expect(entry?.error).to.equal('worker-1 does not hold that activity');
    await rig.ask({ path: '/effects' });
    expect(more).to.deep.equal([]);
    expect(entriesOf(rig.journal.entries(), 'unattributed-request')).to.have.length(1);
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
    expect(watcher.ended).to.include(2);
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

  it('journals a request whose attribution fails, and relays it', async () => {
    expect((await rig.ask({ path: '/effects?key=secret', headers: { 'x-throw': 'yes' } })).status).to.equal(200);
    const [entry] = entriesOf(rig.journal.entries(), 'unattributed-request');
    expect(entry).to.include({ component: 'worker-1', incarnation: 1, method: 'POST', path: '/effects' });
    expect(entry?.link).to.match(/@worker-1$/);
    expect(entry?.error).to.not.equal('');
  });
});
