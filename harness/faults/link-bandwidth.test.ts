import { expect } from 'chai';
import type { Dated } from '../contracts/sample-run/journal-builder.ts';
import { linkBandwidth } from './link-bandwidth.ts';
import { countWitnesses, faultyRun, plannedOnWorker1, taskOf, tasksFrom } from './test-support/faulty-run.ts';

const link = 'supabase@worker-1';
const toxic = { name: 'chaos-bandwidth', type: 'bandwidth', stream: 'downstream', attributes: { rate: 10 } };
const reading: Dated = { kind: 'toxics', link, enabled: true, toxics: [toxic], atMs: 3500 };
const before = [20, 25, 90].flatMap((tookMs, index) => taskOf(`b${index}`, 1000 + index * 200, tookMs));

const slow = tasksFrom(3200, 820, 900, 700);

/** A task that another worker answers after a while. */
const elsewhere = (tookMs: number): Dated[] =>
  taskOf('2', 3200, tookMs).map((one) => ({ ...one, component: 'worker-2' }) as Dated);

const count = (observed: readonly Dated[]): { cause: number; effect: number } =>
  countWitnesses(linkBandwidth.witnesses(faultyRun(linkBandwidth, link, observed), plannedOnWorker1(linkBandwidth)));

describe('link-bandwidth', () => {
  it("is witnessed by Toxiproxy's own reading", () => {
    expect(count([reading]).cause).to.equal(1);
    expect(count([{ ...reading, toxics: [] }]).cause).to.equal(0);
  });

  it('is felt where a kind of task took far longer each time than ever before', () => {
    expect(count([...before, ...slow]).effect).to.equal(1);
    expect(count([...before, ...tasksFrom(3200, 820, 900, 289, 700)]).effect, 'one was quick').to.equal(0);
    expect(count([...before, ...tasksFrom(6500, 820, 900, 700)]).effect, 'after the healing').to.equal(0);
    expect(count([...before.slice(2), ...slow]).effect, 'too few before').to.equal(0);
  });

  it('is not felt by one pause of the worker: tasks must be slow one after another', () => {
    expect(count([...before, ...tasksFrom(3200, 820, 900)]).effect).to.equal(0);
    const atOnce = ['1', '2', '3'].flatMap((id, index) => taskOf(id, 3200 + index, 820));
    expect(count([...before, ...atOnce]).effect).to.equal(0);
  });

  it('is not felt where a worker without the fault was as slow: the machine was', () => {
    expect(count([...before, ...slow, ...elsewhere(100)]).effect).to.equal(1);
    expect(count([...before, ...slow, ...elsewhere(700)]).effect).to.equal(0);
  });

  it('takes a rate in thousands of bytes per second, and a direction', () => {
    expect(linkBandwidth.params.parse({})).to.deep.equal({ rateKBps: 10, stream: 'downstream' });
    for (const rateKBps of [0, 10_001]) expect(linkBandwidth.params.safeParse({ rateKBps }).success).to.equal(false);
    expect(linkBandwidth.params.safeParse({ stream: 'sideways' }).success).to.equal(false);
  });
});
