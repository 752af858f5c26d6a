import { expect } from 'chai';
import type { Dated } from '../contracts/sample-run/journal-builder.ts';
import { linkLimitData } from './link-limit-data.ts';
import { call, countWitnesses, faultyRun, plannedOnWorker1 } from './test-support/faulty-run.ts';

const toxic = { name: 'chaos-limit-data', type: 'limit_data', stream: 'upstream', attributes: { bytes: 10_000 } };
const reading = (link: string): Dated => ({ kind: 'toxics', link, enabled: true, toxics: [toxic], atMs: 3500 });
const broken = (atMs: number): Dated =>
  call('worker-1', atMs, { method: 'RespondActivityTaskCompleted', outcome: 'broken', grpcStatus: null });

const count = (link: string, observed: readonly Dated[]): { cause: number; effect: number } =>
  countWitnesses(linkLimitData.witnesses(faultyRun(linkLimitData, link, observed), plannedOnWorker1(linkLimitData)));

describe('link-limit-data', () => {
  const link = 'temporal@worker-1';

  it('landed where Toxiproxy has the toxic and calls of the worker broke off', () => {
    expect(count(link, [reading(link), broken(4000), broken(5000)])).to.deep.equal({ cause: 1, effect: 1 });
    expect(count(link, [broken(4000), broken(5000)]), 'not in force').to.deep.equal({ cause: 0, effect: 1 });
    expect(count(link, [reading(link)]), 'not felt').to.deep.equal({ cause: 1, effect: 0 });
    expect(count(link, [reading(link), broken(4000), broken(7000)]).effect, 'after the healing').to.equal(0);
  });

  it('is not felt by a worker whose calls broke off before, nor on another link', () => {
    expect(count(link, [broken(2000), broken(4000), broken(5000)]).effect).to.equal(0);
    expect(count('supabase@worker-1', [broken(4000), broken(5000)]).effect).to.equal(0);
  });

  it('is not felt by calls that broke off at once, as with one connection', () => {
    expect(count(link, [broken(4000)]).effect).to.equal(0);
    expect(count(link, [broken(4000), broken(4002)]).effect).to.equal(0);
  });

  it('is felt on the way to a service by activities that fail now', () => {
    const failed = call('worker-1', 4000, { method: 'RespondActivityTaskFailed', activityType: 'save' });
    expect(count('supabase@worker-1', [failed]).effect).to.equal(1);
    expect(count(link, [failed]).effect).to.equal(0);
  });

  it('takes a number of bytes and a direction', () => {
    expect(linkLimitData.params.parse({})).to.deep.equal({ limitBytes: 10_000, stream: 'upstream' });
    for (const limitBytes of [-1, 1_000_001])
      expect(linkLimitData.params.safeParse({ limitBytes }).success).to.equal(false);
  });
});
