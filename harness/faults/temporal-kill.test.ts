import { expect } from 'chai';
import type { Dated } from '../contracts/sample-run/journal-builder.ts';
import { temporalKill } from './temporal-kill.ts';
import { call, countWitnesses, engine, faultyRun, killed, plannedOn, probed } from './test-support/faulty-run.ts';

const planned = plannedOn(temporalKill, 'temporal');
const refused = call('worker-2', 4000, {
  method: 'RespondActivityTaskCompleted',
  workflowId: 'document-1',
  grpcStatus: 14,
  startedMs: 3900,
});

const count = (observed: readonly Dated[]): { cause: number; effect: number } =>
  countWitnesses(temporalKill.witnesses(faultyRun(temporalKill, null, observed), planned));

describe('temporal-kill', () => {
  it('is witnessed by its death, told by the operating system or by the engine', () => {
    expect(count([killed('temporal')])).to.deep.equal({ cause: 1, effect: 0 });
    expect(
      count([killed('temporal'), engine('temporal', 'kill'), engine('temporal', 'die', { exitCode: 137 })]).cause,
    ).to.equal(1);
    expect(count([killed('worker-1')]).cause).to.equal(0);
  });

  it('is felt by calls of any worker that found no server or broke off, in one witness a worker', () => {
    const broken = { ...refused, grpcStatus: null, outcome: 'broken' } as const;
    expect(count([refused, broken, { ...broken, component: 'worker-1' }]).effect).to.equal(2);
    expect(count([{ ...refused, grpcStatus: 5 }]).effect).to.equal(0);
    expect(count([{ ...refused, startedMs: 7000, atMs: 7010 }]).effect, 'after the healing').to.equal(0);
    expect(count([{ ...broken, method: 'PollActivityTaskQueue' }]).effect, 'an empty poll').to.equal(0);
  });

  it('is felt by the harness, which got no answer any more', () => {
    expect(count(probed('temporal', false)).effect).to.equal(1);
    expect(count(probed('temporal', true)).effect).to.equal(0);
    expect(count(probed('supabase', false)).effect, "another server's silence").to.equal(0);
    const slow = probed('temporal', false).concat(
      probed('temporal', true).map((one) => ({ ...one, atMs: one.atMs + 500 })),
    );
    expect(count(slow).effect, 'it answered once while it was said to be dead: it was slow').to.equal(0);
    const never = probed('temporal', false).filter((entry) => entry.kind !== 'probe' || !entry.ok);
    expect(count(never).effect, 'it had never answered').to.equal(0);
    const asked = probed('temporal', false).map((one) => (one.kind === 'probe' ? { ...one, latencyMs: 1500 } : one));
    expect(count(asked).effect, 'asked before the injection').to.equal(0);
  });
});
