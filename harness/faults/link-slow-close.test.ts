import { expect } from 'chai';
import type { Dated } from '../contracts/sample-run/journal-builder.ts';
import { linkSlowClose } from './link-slow-close.ts';
import { countWitnesses, faultyRun, killed, plannedOnWorker1 } from './test-support/faulty-run.ts';

const link = 'temporal@worker-1';
const toxic = { name: 'chaos-slow-close', type: 'slow_close', stream: 'upstream', attributes: { delay: 1000 } };
const reading: Dated = { kind: 'toxics', link, enabled: true, toxics: [toxic], atMs: 3500 };
const died = (atMs: number): Dated => ({ ...killed('worker-1'), atMs });
const closed = (atMs: number, on = link): Dated => ({
  kind: 'connection',
  link: on,
  incarnation: 1,
  change: 'broken',
  atMs,
});

const count = (observed: readonly Dated[]): { cause: number; effect: number } =>
  countWitnesses(linkSlowClose.witnesses(faultyRun(linkSlowClose, link, observed), plannedOnWorker1(linkSlowClose)));

describe('link-slow-close', () => {
  it('landed where a connection of a victim was closed long after its end', () => {
    expect(count([reading, died(4000), closed(5010)])).to.deep.equal({ cause: 1, effect: 1 });
    expect(count([died(4000), closed(5010)]), 'not in force').to.deep.equal({ cause: 0, effect: 1 });
    expect(count([reading, died(4020), closed(5000)]), 'the end was noticed late').to.deep.equal({
      cause: 1,
      effect: 1,
    });
    expect(count([reading, died(4000), closed(4030)]), 'not felt').to.deep.equal({ cause: 1, effect: 0 });
  });

  it('is not felt where the victim lived on, ended before, or by the connections of another link', () => {
    expect(count([closed(5010)]).effect).to.equal(0);
    expect(count([died(2900), closed(5010)]).effect).to.equal(0);
    expect(count([died(4000), closed(5010, 'supabase@worker-1')]).effect).to.equal(0);
  });

  it('takes a delay in milliseconds, and no direction', () => {
    expect(linkSlowClose.params.parse({})).to.deep.equal({ delayMs: 1000 });
    expect(linkSlowClose.params.safeParse({ delayMs: 499 }).success).to.equal(false);
    expect(linkSlowClose.params.safeParse({ stream: 'downstream' }).success).to.equal(false);
  });
});
