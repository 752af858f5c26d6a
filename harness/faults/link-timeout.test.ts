import { expect } from 'chai';
import type { Dated } from '../checks/test-support/journal-builder.ts';
import { linkTimeout } from './link-timeout.ts';
import { call, countWitnesses, faultyRun, plannedOnWorker1 } from './test-support/faulty-run.ts';

const link = 'temporal@worker-1';
const planned = plannedOnWorker1(linkTimeout);
const toxic = { name: 'chaos-timeout-up', type: 'timeout', stream: 'upstream', attributes: { timeout: 0 } };
const reading: Dated = { kind: 'toxics', link, enabled: true, toxics: [toxic], atMs: 3500 };
const before = call('worker-1', 2500, { method: 'RecordActivityTaskHeartbeat' });

const count = (observed: readonly Dated[], on = link): { cause: number; effect: number } =>
  countWitnesses(linkTimeout.witnesses(faultyRun(linkTimeout, on, observed), planned));

describe('link-timeout', () => {
  it("is witnessed by Toxiproxy's own reading and by the silence of a worker that had spoken", () => {
    expect(count([reading, before])).to.deep.equal({ cause: 1, effect: 1 });
  });

  it('is not witnessed by a reading without the toxic, of another link, or of another time', () => {
    expect(count([{ ...reading, toxics: [] }]).cause).to.equal(0);
    expect(count([{ ...reading, toxics: [{ ...toxic, type: 'latency' }] }]).cause).to.equal(0);
    expect(count([{ ...reading, link: 'temporal@worker-2' }]).cause).to.equal(0);
    expect(count([{ ...reading, atMs: 7000 }]).cause).to.equal(0);
  });

  it('is not felt where the worker went on speaking, or had not spoken before', () => {
    const during = call('worker-1', 4500, { method: 'RecordActivityTaskHeartbeat' });
    expect(count([reading, before, during]).effect).to.equal(0);
    expect(count([reading]).effect).to.equal(0);
  });

  it('says nothing of silence on a link that the gateway does not see', () => {
    expect(count([before], 'supabase@worker-1').effect).to.equal(0);
  });
});
