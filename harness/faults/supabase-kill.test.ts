import { expect } from 'chai';
import type { Dated } from '../contracts/sample-run/journal-builder.ts';
import { supabaseKill } from './supabase-kill.ts';
import { call, countWitnesses, faultyRun, killed, plannedOn, probed } from './test-support/faulty-run.ts';

const planned = plannedOn(supabaseKill, 'supabase');
const failed = call('worker-2', 4000, {
  method: 'RespondActivityTaskFailed',
  task: 'activity',
  activityType: 'saveCheckpoint',
  workflowId: 'document-1',
  attempt: 1,
});

const count = (observed: readonly Dated[]): { cause: number; effect: number } =>
  countWitnesses(supabaseKill.witnesses(faultyRun(supabaseKill, null, observed), planned));

describe('supabase-kill', () => {
  it('is witnessed by its death, and not by that of its database', () => {
    expect(count([killed('supabase')]).cause).to.equal(1);
    expect(count([killed('supabase-db')]).cause).to.equal(0);
  });

  it('is felt by activities that failed meanwhile, on every worker', () => {
    expect(count([failed, { ...failed, component: 'worker-1' }]).effect).to.equal(2);
    expect(count([{ ...failed, startedMs: 7000, atMs: 7005 }]).effect).to.equal(0);
    expect(count([{ ...failed, grpcStatus: 5 }]).effect, 'refused by the server').to.equal(0);
  });

  it('is not felt by activities of a kind that had failed before', () => {
    expect(count([failed, { ...failed, startedMs: 1990, atMs: 2000 }]).effect).to.equal(0);
    const other = { ...failed, activityType: 'publish', startedMs: 1990, atMs: 2000 };
    expect(count([failed, other]).effect).to.equal(1);
  });

  it('is felt by the harness, which got no answer any more', () => {
    expect(count(probed('supabase', false)).effect).to.equal(1);
    expect(count(probed('supabase', true)).effect).to.equal(0);
  });
});
