import { expect } from 'chai';
import type { Dated } from '../contracts/sample-run/journal-builder.ts';
import { supabaseDatabaseKill } from './supabase-database-kill.ts';
import { call, countWitnesses, engine, faultyRun, killed, plannedOn, probed } from './test-support/faulty-run.ts';

const planned = plannedOn(supabaseDatabaseKill, 'supabase-db');
const failed = call('worker-2', 4000, {
  method: 'RespondActivityTaskFailed',
  task: 'activity',
  activityType: 'saveCheckpoint',
  workflowId: 'document-1',
  attempt: 1,
});

const count = (observed: readonly Dated[]): { cause: number; effect: number } =>
  countWitnesses(supabaseDatabaseKill.witnesses(faultyRun(supabaseDatabaseKill, null, observed), planned));

describe('supabase-database-kill', () => {
  it('is witnessed by the death of the database, and not by that of the API', () => {
    expect(count([killed('supabase-db')])).to.deep.equal({ cause: 1, effect: 0 });
    expect(count([killed('supabase')]).cause).to.equal(0);
    expect(count([{ ...killed('supabase-db'), purpose: 'unplanned' }]).cause, 'an unplanned death').to.equal(0);
    const told = [engine('supabase-db', 'kill'), engine('supabase-db', 'die', { exitCode: 137 })];
    expect(count([...told, killed('supabase-db')]).cause, 'one observation, told twice').to.equal(1);
  });

  it("is felt by the Supabase API, which is asked for its health; the database's own silence is no effect", () => {
    expect(count(probed('supabase', false)).effect).to.equal(1);
    expect(count(probed('supabase', true)).effect).to.equal(0);
    expect(count(probed('supabase-db', false)).effect).to.equal(0);
  });

  it('is felt by activities that failed meanwhile, on every worker', () => {
    expect(count([failed, { ...failed, component: 'worker-1' }]).effect).to.equal(2);
    expect(count([{ ...failed, startedMs: 7000, atMs: 7005 }]).effect, 'after the healing').to.equal(0);
    expect(count([failed, { ...failed, startedMs: 1990, atMs: 2000 }]).effect, 'of a kind that fails anyhow').to.equal(
      0,
    );
  });
});
