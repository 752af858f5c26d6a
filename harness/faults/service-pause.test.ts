import { expect } from 'chai';
import type { Dated } from '../contracts/sample-run/journal-builder.ts';
import { servicePause } from './service-pause.ts';
import { countWitnesses, faultyRun, plannedOn, requested } from './test-support/faulty-run.ts';

const count = (...observed: readonly Dated[]): { cause: number; effect: number } =>
  countWitnesses(servicePause.witnesses(faultyRun(servicePause, null, observed), plannedOn(servicePause, 'service')));
const answered = requested('service', { startedMs: 2000, status: 200 });

describe('service-pause', () => {
  it('is witnessed by processes that the system says are stopped', () => {
    const look = { kind: 'process' as const, incarnation: 1, state: 'T', pids: [11], atMs: 4000 };
    expect(count({ ...look, component: 'service' }).cause).to.equal(1);
    expect(count({ ...look, component: 'worker-1' }).cause).to.equal(0);
  });

  it('is felt by requests that were answered only after the healing, or never', () => {
    const late = requested('service', { startedMs: 4000, status: 200, latencyMs: 2500 });
    expect(count(answered, late).effect).to.equal(1);
    expect(count(answered, requested('service', { startedMs: 4000, status: null })).effect).to.equal(1);
    const soon = requested('service', { startedMs: 5998, status: 200, latencyMs: 4 });
    expect(count(answered, soon).effect, 'as soon as before').to.equal(0);
    expect(count(answered, late, { ...late, latencyMs: 5 }).effect, 'one was answered meanwhile').to.equal(0);
  });
});
