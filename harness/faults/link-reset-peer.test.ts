import { expect } from 'chai';
import type { Dated } from '../contracts/sample-run/journal-builder.ts';
import { linkResetPeer } from './link-reset-peer.ts';
import { call, countWitnesses, faultyRun, plannedOnWorker1 } from './test-support/faulty-run.ts';

const link = 'supabase@worker-1';
const planned = plannedOnWorker1(linkResetPeer);
const toxic = { name: 'chaos-reset-peer', type: 'reset_peer', stream: 'downstream', attributes: { timeout: 0 } };
const reading: Dated = { kind: 'toxics', link, enabled: true, toxics: [toxic], atMs: 3500 };
const failed = call('worker-1', 4000, { method: 'RespondActivityTaskFailed', workflowId: 'document-1', attempt: 1 });

const count = (observed: readonly Dated[]): { cause: number; effect: number } =>
  countWitnesses(linkResetPeer.witnesses(faultyRun(linkResetPeer, link, observed), planned));

describe('link-reset-peer', () => {
  it("is witnessed by Toxiproxy's own reading and by an activity that failed meanwhile", () => {
    expect(count([reading, failed])).to.deep.equal({ cause: 1, effect: 1 });
  });

  it('is not felt by an activity that failed elsewhere or at another time, or that completed', () => {
    expect(count([{ ...failed, component: 'worker-2' }]).effect).to.equal(0);
    expect(count([{ ...failed, atMs: 9000, startedMs: 8990 }]).effect).to.equal(0);
    expect(count([{ ...failed, method: 'RespondActivityTaskCompleted' }]).effect).to.equal(0);
  });

  it('is not felt by activities of a kind that fails anyhow: before, or on another worker too', () => {
    expect(count([failed, { ...failed, atMs: 2000, startedMs: 1990 }]).effect).to.equal(0);
    expect(count([failed, { ...failed, component: 'worker-2' }]).effect).to.equal(0);
    expect(count([failed, { ...failed, component: 'worker-2', activityType: 'other' }]).effect).to.equal(1);
  });

  it('is not witnessed once the toxic is gone', () => {
    expect(count([{ ...reading, toxics: [] }]).cause).to.equal(0);
  });

  it("is felt by the API's clients if it is on a link of the API", () => {
    const onApi = { ...planned, target: { role: 'component', name: 'api', link: 'temporal' } } as const;
    const run = faultyRun(linkResetPeer, 'temporal@api', [
      { ...reading, link: 'temporal@api' },
      {
        kind: 'request',
        component: 'api',
        workflowId: 'w',
        method: 'POST',
        path: '/',
        attempt: 1,
        latencyMs: 1000,
        status: 503,
        atMs: 4100,
      },
    ]);
    const struck = run.journal.map((entry) => (entry.kind === 'fault' ? { ...entry, component: 'api' } : entry));
    expect(countWitnesses(linkResetPeer.witnesses({ ...run, journal: struck }, onApi))).to.deep.equal({
      cause: 1,
      effect: 1,
    });
    expect(countWitnesses(linkResetPeer.witnesses(run, planned)).effect).to.equal(0);
  });
});
