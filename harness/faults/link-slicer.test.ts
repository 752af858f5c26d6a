import { expect } from 'chai';
import type { Dated } from '../contracts/sample-run/journal-builder.ts';
import { linkSlicer } from './link-slicer.ts';
import { countWitnesses, faultyRun, plannedOnWorker1, tasksFrom } from './test-support/faulty-run.ts';

const link = 'temporal@worker-1';
const attributes = { average_size: 64, size_variation: 0, delay: 10_000 };
const toxic = { name: 'chaos-slicer', type: 'slicer', stream: 'downstream', attributes };
const reading: Dated = { kind: 'toxics', link, enabled: true, toxics: [toxic], atMs: 3500 };
const before = tasksFrom(1000, 20, 25, 30);
const slow = tasksFrom(3200, 700, 710, 720);

const count = (observed: readonly Dated[]): { cause: number; effect: number } =>
  countWitnesses(linkSlicer.witnesses(faultyRun(linkSlicer, link, observed), plannedOnWorker1(linkSlicer)));

describe('link-slicer', () => {
  it('landed where Toxiproxy has the toxic and tasks took far longer than ever before', () => {
    expect(count([...before, reading, ...slow])).to.deep.equal({ cause: 1, effect: 1 });
    expect(count([...before, ...slow]), 'not in force').to.deep.equal({ cause: 0, effect: 1 });
    expect(count([...before, reading, ...tasksFrom(3200, 40, 40, 40)]), 'not felt').to.deep.equal({
      cause: 1,
      effect: 0,
    });
  });

  it('takes sizes in bytes and a pause in microseconds, and no variation as large as the size', () => {
    const usual = { averageSizeBytes: 64, sizeVariationBytes: 0, delayUs: 10_000, stream: 'downstream' };
    expect(linkSlicer.params.parse({})).to.deep.equal(usual);
    expect(linkSlicer.params.safeParse({ delayUs: 999 }).success).to.equal(false);
    expect(linkSlicer.params.safeParse({ averageSizeBytes: 32_768 }).success).to.equal(false);
    expect(linkSlicer.params.safeParse({ averageSizeBytes: 10, sizeVariationBytes: 10 }).success).to.equal(false);
  });
});
