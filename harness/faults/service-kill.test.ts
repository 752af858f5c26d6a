import { expect } from 'chai';
import type { Dated } from '../contracts/sample-run/journal-builder.ts';
import { serviceKill } from './service-kill.ts';
import { countWitnesses, faultyRun, killed, plannedOn, probed, requested } from './test-support/faulty-run.ts';

const count = (...observed: readonly Dated[]): { cause: number; effect: number } =>
  countWitnesses(serviceKill.witnesses(faultyRun(serviceKill, null, observed), plannedOn(serviceKill, 'service')));
const answered = requested('service', { startedMs: 2000, status: 200 });
const unanswered = requested('service', { startedMs: 4000, status: null });

describe('service-kill', () => {
  it('is witnessed by its death, and not by that of another', () => {
    expect(count(killed('service')).cause).to.equal(1);
    expect(count(killed('supabase')).cause).to.equal(0);
  });

  it('is felt by requests that got no answer, if all before got one', () => {
    expect(count(answered, unanswered).effect).to.equal(1);
    expect(count(unanswered).effect, 'none before').to.equal(1);
    expect(count({ ...unanswered, startedMs: 1000 }, answered, unanswered).effect, 'one failed before').to.equal(0);
    expect(count(answered, { ...unanswered, link: 'supabase@worker-1' }).effect, 'of another').to.equal(0);
    expect(count(answered, { ...unanswered, startedMs: 7000 }).effect, 'after the healing').to.equal(0);
  });

  it('is not felt if the service answered meanwhile', () => {
    expect(count(answered, unanswered, { ...unanswered, status: 200, outcome: 'answered' }).effect).to.equal(0);
  });

  it('is felt by the harness, which got no answer any more', () => {
    expect(count(...probed('service', false)).effect).to.equal(1);
    expect(count(...probed('service', true)).effect).to.equal(0);
  });
});
