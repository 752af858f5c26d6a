import { expect } from 'chai';
import type { Dated } from '../contracts/sample-run/journal-builder.ts';
import { linkLatency } from './link-latency.ts';
import { countWitnesses, faultyRun, plannedOnWorker1, tasksFrom } from './test-support/faulty-run.ts';

const link = 'supabase@worker-1';
const planned = { ...plannedOnWorker1(linkLatency), params: { latencyMs: 800 } };
const toxic = { name: 'chaos-latency', type: 'latency', stream: 'downstream', attributes: { latency: 800, jitter: 0 } };
const reading: Dated = { kind: 'toxics', link, enabled: true, toxics: [toxic], atMs: 3500 };

const before = tasksFrom(1000, 20, 20, 20);

const count = (observed: readonly Dated[]): { cause: number; effect: number } =>
  countWitnesses(linkLatency.witnesses(faultyRun(linkLatency, link, observed), planned));

describe('link-latency', () => {
  it("is witnessed by Toxiproxy's own reading", () => {
    expect(count([reading]).cause).to.equal(1);
    expect(count([{ ...reading, toxics: [] }]).cause).to.equal(0);
  });

  it('is felt where a kind of task took as long as the latency each time, and never did before', () => {
    const slow = tasksFrom(3200, 820, 900, 830);
    expect(count([...before, ...slow]).effect).to.equal(1);
    expect(count([...before, ...tasksFrom(3200, 820, 790, 900)]).effect, 'one was quicker').to.equal(0);
    expect(count([...tasksFrom(1000, 20, 20, 850), ...slow]).effect, 'it always took so long').to.equal(0);
    expect(count([...before.slice(2), ...slow]).effect, 'its duration before is hardly known').to.equal(0);
    expect(count([...before, ...tasksFrom(6500, 820, 900, 830)]).effect, 'after the healing').to.equal(0);
  });

  it('may vary by its jitter: then tasks need take only the shortest delay, but far longer than before', () => {
    const of = (jitterMs: number, tookMs: number) => {
      const withJitter = { ...planned, params: { latencyMs: 800, jitterMs } };
      const observed = [...before, ...tasksFrom(3200, tookMs, tookMs, tookMs)];
      return countWitnesses(linkLatency.witnesses(faultyRun(linkLatency, link, observed), withJitter)).effect;
    };
    expect([of(0, 620), of(200, 620), of(799, 50)]).to.deep.equal([0, 1, 0]);
    expect(linkLatency.params.safeParse({ latencyMs: 800, jitterMs: 800 }).success).to.equal(false);
  });

  it('takes the latency as a parameter, and refuses one that is none', () => {
    expect(linkLatency.params.parse({})).to.deep.equal({ latencyMs: 1000, jitterMs: 0, stream: 'downstream' });
    expect(linkLatency.params.safeParse({ latencyMs: 0 }).success).to.equal(false);
  });
});
