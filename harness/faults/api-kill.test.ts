import { expect } from 'chai';
import type { Dated } from '../contracts/sample-run/journal-builder.ts';
import { apiKill } from './api-kill.ts';
import { countWitnesses, faultyRun, killed, plannedOn, probed } from './test-support/faulty-run.ts';

const planned = plannedOn(apiKill, 'api');
const request = { kind: 'request', component: 'api', workflowId: 'document-1', method: 'POST', path: '/' } as const;
const broken: Dated = { ...request, attempt: 1, latencyMs: 50, status: null, error: 'fetch failed', atMs: 3020 };

const count = (observed: readonly Dated[]): { cause: number; effect: number } =>
  countWitnesses(apiKill.witnesses(faultyRun(apiKill, null, observed), planned));

describe('api-kill', () => {
  it('is witnessed by its death, and not by that of another server', () => {
    expect(count([killed('api')]).cause).to.equal(1);
    expect(count([killed('supabase')]).cause).to.equal(0);
  });

  it('is felt by requests that got no answer, or one of 5xx: one witness', () => {
    const away: Dated = { ...broken, attempt: 2, status: 503, atMs: 4000 };
    expect(count([broken, away]).effect).to.equal(1);
    expect(count([{ ...broken, status: 202 }]).effect).to.equal(0);
    expect(count([{ ...broken, status: 409 }]).effect).to.equal(0);
  });

  it('is not felt by requests that failed at another time, nor if one had failed before', () => {
    expect(count([{ ...broken, atMs: 9000 }]).effect).to.equal(0);
    expect(count([{ ...broken, atMs: 2000 }, broken]).effect).to.equal(0);
  });

  it('is felt by the harness, which got no answer any more', () => {
    expect(count(probed('api', false)).effect).to.equal(1);
    expect(count(probed('api', true)).effect).to.equal(0);
  });
});
