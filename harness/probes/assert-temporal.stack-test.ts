import { expect } from 'chai';
import { Authority } from '../certificates/authority.ts';
import { type RealTemporal, startRealTemporal } from '../gateway/test-support/real-temporal.ts';
import type { ExistingTemporal } from '../model/existing-temporal.ts';
import type { TemporalSetup } from '../model/temporal-setup.ts';
import type { TlsIdentity } from '../model/tls.ts';
import { cleanUpWorkflows } from '../reaper/clean-up-workflows.ts';
import { assertTemporal } from './assert-temporal.ts';
import { type CloudFront, startCloudFront } from './test-support/cloud-front.ts';
import { isScheduled, othersIn, scheduleOfOthers, startOthers } from './test-support/others-workflows.ts';

const apiKey = 'the-key-of-a-user';
const signal = new AbortController().signal;

describe('an existing Temporal, before anything is started', () => {
  let temporal: RealTemporal;
  let front: CloudFront;
  let identity: TlsIdentity;
  let existing: ExistingTemporal;
  const look = async (changes: Partial<ExistingTemporal> = {}, setup: TemporalSetup = {}): Promise<readonly string[]> =>
    assertTemporal({ ...existing, ...changes }, { setup, signal });
  const refusal = async (changes: Partial<ExistingTemporal>, setup: TemporalSetup = {}): Promise<string> => {
    const error: unknown = await look(changes, setup).then(
      () => 'no refusal',
      (thrown: unknown) => thrown,
    );
    const { code, message } = error as { readonly code?: string; readonly message?: string };
    expect(message).not.to.include(apiKey);
    return `${code}: ${message}`;
  };

  before(async () => {
    temporal = await startRealTemporal(['--namespace', 'payments', '--search-attribute', 'customer=Keyword']);
    const authority = await Authority.create('theirs');
    identity = await authority.issue({ name: 'frontend', hosts: ['127.0.0.1'] });
    front = await startCloudFront({ upstream: temporal.address, identity, mutual: true, apiKey });
    existing = {
      address: front.address,
      namespace: 'payments',
      tls: { ...identity, name: 'frontend' },
      apiKey,
      metadata: {},
      leaveWorkflows: false,
      mark: 'chaos-abc123-',
      taskQueue: 'orders',
      ownTaskQueue: false,
      furtherTaskQueues: [],
    };
    await startOthers(temporal.address, 'payments', { ids: ['theirs-1', 'theirs-2'], taskQueue: 'their-queue' });
  });
  after(async () => {
    await front[Symbol.asyncDispose]();
    await temporal[Symbol.asyncDispose]();
  });

  it('is taken by mutual TLS and with a key, if it has all that is asked for', async () => {
    const setup = { searchAttributes: { customer: 'Keyword' }, retentionDays: 1 } as const;
    expect(await look({}, setup)).to.deep.equal([]);
  });

  it('is refused if it is not there', async () => {
    const sentence = await refusal({ address: '127.0.0.1:1', tls: null, apiKey: null });
    expect(sentence).to.match(
      /^CHAOS_STACK_NOT_READY: Expected the Temporal at 127.0.0.1:1 to answer, but: .*ECONNREFUSED/,
    );
  });

  it('is refused with a certificate of another authority, of either side', async () => {
    const other = await (await Authority.create('others')).issue({ name: 'us', hosts: [] });
    const { ca, cert, key } = other;
    for (const tls of [
      { ...identity, ca, name: 'frontend' },
      { ...identity, cert, key, name: 'frontend' },
      { ...identity, name: 'elsewhere' },
      { ca: identity.ca, name: 'frontend' },
    ]) {
      expect(await refusal({ tls })).to.match(/^CHAOS_TEMPORAL_ACCESS: .* take each other's certificates, but: /);
    }
  });

  it('is refused without TLS, if it speaks nothing else', async () => {
    expect(await refusal({ tls: null })).to.match(/^CHAOS_STACK_NOT_READY: /);
  });

  it('is refused if it takes no such key', async () => {
    const sentence = await refusal({ apiKey: 'another' });
    expect(sentence).to.match(/^CHAOS_TEMPORAL_ACCESS: .* to take its API key .*: Request unauthorized/);
    expect(await refusal({ apiKey: null })).to.match(/^CHAOS_TEMPORAL_ACCESS: .* its client without an API key/);
  });

  it('is refused if it has no such namespace', async () => {
    expect(await refusal({ namespace: 'none' })).to.match(/^CHAOS_TEMPORAL_ACCESS: .* to have a namespace "none"/);
  });

  it('is refused if workflows of others wait for tasks on the queue, but not if the queue is the run’s own', async () => {
    const taskQueue = 'their-queue';
    expect(await refusal({ taskQueue })).to.match(/^CHAOS_TEMPORAL_SHARED: .* but 2 workflows on it still run/);
    expect(await refusal({ furtherTaskQueues: [taskQueue] })).to.match(/^CHAOS_TEMPORAL_SHARED: /);
    expect(await look({ taskQueue, ownTaskQueue: true })).to.deep.equal([]);
  });

  it('is refused with the command that makes what it lacks; a shorter retention is told', async () => {
    const missing = await refusal({}, { searchAttributes: { customer: 'Int' } });
    expect(missing).to.match(/^CHAOS_TEMPORAL_LACKS: .* search attribute customer of type Int, .* --type Int$/);
    const endpoint = await refusal({}, { nexusEndpoints: { billing: { taskQueue: 'orders' } } });
    expect(endpoint).to.match(
      /^CHAOS_TEMPORAL_LACKS: .* Nexus endpoint billing .* temporal operator nexus endpoint create/,
    );
    expect((await look({}, { retentionDays: 400 })).join()).to.match(/keeps event histories for \d+ days/);
  });

  it('has the workflows of the run terminated at its end, with what they started, and no others', async () => {
    const own = ['chaos-abc123-order-1', 'chaos-abc123-order-2', 'order-3'];
    await startOthers(temporal.address, 'payments', { ids: own.slice(0, 2), taskQueue: 'orders' });
    await startOthers(temporal.address, 'payments', { ids: own.slice(2), taskQueue: 'chaos-abc123-orders' });
    const before = await othersIn(temporal.address, 'payments', own);
    await cleanUpWorkflows({ ...existing, taskQueue: 'chaos-abc123-orders', ownTaskQueue: true }, { betweenMs: 300 });
    expect(await othersIn(temporal.address, 'payments', own)).to.deep.equal(before);
    const theirs = await othersIn(temporal.address, 'payments', ['theirs-1', 'theirs-2']);
    expect(theirs.map(({ status }) => status)).to.deep.equal(['TERMINATED', 'TERMINATED', 'TERMINATED']);
  });

  it('has the schedules of the run deleted at its end, even if its workflows are left, and no others', async () => {
    const made = ['chaos-abc123-order-9', 'chaos-abc123-of-another'];
    for (const id of made) await scheduleOfOthers(temporal.address, 'payments', id);
    const [own = ''] = made;
    const left = { ...existing, leaveWorkflows: true, scheduleIds: [own, 'chaos-abc123-never-made'] };
    await cleanUpWorkflows(left, { betweenMs: 300 });
    const there = (id: string): Promise<boolean> => isScheduled(temporal.address, 'payments', id);
    expect([await there(own), await there('chaos-abc123-of-another')]).to.deep.equal([false, true]);
  });

  it('says which workflows may be left, and never the key', async () => {
    const gone = { ...existing, address: '127.0.0.1:1' };
    const error: unknown = await cleanUpWorkflows(gone, { limitMs: 1, betweenMs: 1 }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).to.have.property('code', 'CHAOS_TEMPORAL_WORKFLOWS');
    expect(String(error)).to.include('chaos-abc123-*').and.to.include('ECONNREFUSED').and.not.to.include(apiKey);
  });
});
