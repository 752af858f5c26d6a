import { expect } from 'chai';
import type { EntryOf } from '../model/journal.ts';
import { journalEntrySchema } from '../model/journal-entry.ts';
import { fakeContext } from './test-support/fake-context.ts';
import { busyMeter, cpuMeter, type Meter, machineSampler } from './watch-machine.ts';

describe('watchMachine', () => {
  it('journals at each look for how long work waited for a CPU since the last one', () => {
    const [first, second] = samplesOf({ source: 'pressure', waitedMs: (overMs) => overMs / 2 });
    expect(first?.source).to.equal('pressure');
    expect(second?.waitedMs).to.equal((second?.overMs ?? 0) / 2);
  });

  it('never says that work waited longer than the time between two looks', () => {
    for (const { waitedMs, overMs } of samplesOf({ source: 'pressure', waitedMs: () => 1e9 })) {
      expect(waitedMs).to.equal(overMs);
    }
  });

  it('reads this machine, by its kernel or by its CPUs', () => {
    for (const meter of [cpuMeter(), busyMeter()]) {
      for (const sample of samplesOf(meter)) {
        expect(sample.waitedMs).to.be.within(0, sample.overMs);
        expect(journalEntrySchema.parse(sample)).to.deep.equal(sample);
      }
    }
  });
});

function samplesOf(meter: Meter): readonly EntryOf<'machine'>[] {
  const { journal } = fakeContext({});
  const sample = machineSampler(journal, meter);
  sample();
  sample();
  return journal.entries().filter((entry) => entry.kind === 'machine');
}
