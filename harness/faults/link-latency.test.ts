import { expect } from 'chai';
import type { Dated } from '../contracts/sample-run/journal-builder.ts';
import { linkLatency } from './link-latency.ts';
import { countWitnesses, faultyRun, plannedOnWorker1, taskOf } from './test-support/faulty-run.ts';

const link = 'supabase@worker-1';
const planned = { ...plannedOnWorker1(linkLatency), params: { latencyMs: 800 } };
const toxic = { name: 'chaos-latency', type: 'latency', stream: 'downstream', attributes: { latency: 800, jitter: 0 } };
const reading: Dated = { kind: 'toxics', link, enabled: true, toxics: [toxic], atMs: 3500 };

const count = (observed: readonly Dated[]): { cause: number; effect: number } =>
  countWitnesses(linkLatency.witnesses(faultyRun(linkLatency, link, observed), planned));

describe('link-latency', () => {
  it("is witnessed by Toxiproxy's own reading", () => {
    expect(count([reading]).cause).to.equal(1);
    expect(count([{ ...reading, toxics: [] }]).cause).to.equal(0);
  });

  it('is felt where a kind of task took as long as the latency each time, and never did before', () => {
    const before = taskOf('1', 2000, 20);
    expect(count([...before, ...taskOf('2', 3200, 820), ...taskOf('3', 3300, 900)]).effect).to.equal(1);
    expect(count([...before, ...taskOf('2', 3200, 820), ...taskOf('3', 3300, 40)]).effect, 'one was quick').to.equal(0);
    expect(count([...taskOf('1', 1000, 850), ...taskOf('2', 3200, 820)]).effect, 'it always took so long').to.equal(0);
    expect(count(taskOf('2', 3200, 820)).effect, 'its duration before is unknown').to.equal(0);
    expect(count([...before, ...taskOf('2', 6500, 820)]).effect, 'after the healing').to.equal(0);
  });

  it('may vary by its jitter: then a task need take only the shortest delay', () => {
    const observed = [reading, ...taskOf('1', 2000, 20), ...taskOf('2', 3200, 620)];
    const of = (jitterMs: number) => {
      const withJitter = { ...planned, params: { latencyMs: 800, jitterMs } };
      return countWitnesses(linkLatency.witnesses(faultyRun(linkLatency, link, observed), withJitter));
    };
    expect([of(0).effect, of(200).effect]).to.deep.equal([0, 1]);
    expect(linkLatency.params.safeParse({ latencyMs: 800, jitterMs: 800 }).success).to.equal(false);
  });

  it('takes the latency as a parameter, and refuses one that is none', () => {
    expect(linkLatency.params.parse({})).to.deep.equal({ latencyMs: 1000, jitterMs: 0, stream: 'downstream' });
    expect(linkLatency.params.safeParse({ latencyMs: 0 }).success).to.equal(false);
  });
});
