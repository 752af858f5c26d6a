import { expect } from 'chai';
import type { Dated } from '../contracts/sample-run/journal-builder.ts';
import { supabaseDatabasePause } from './supabase-database-pause.ts';
import { call, countWitnesses, engine, faultyRun, plannedOn, probed } from './test-support/faulty-run.ts';

const planned = plannedOn(supabaseDatabasePause, 'supabase-db');
const stopped: Dated & { readonly kind: 'process' } = {
  kind: 'process',
  component: 'supabase-db',
  incarnation: 1,
  state: 'T',
  pids: [31],
  atMs: 3200,
};
const failed = call('worker-1', 4500, {
  method: 'RespondActivityTaskFailed',
  task: 'activity',
  activityType: 'saveCheckpoint',
  workflowId: 'document-1',
  attempt: 1,
});

const count = (observed: readonly Dated[]): { cause: number; effect: number } =>
  countWitnesses(supabaseDatabasePause.witnesses(faultyRun(supabaseDatabasePause, null, observed), planned));

describe('supabase-database-pause', () => {
  it('is witnessed by the state of every process of the database, or by the engine', () => {
    expect(count([stopped]).cause).to.equal(1);
    expect(count([{ ...stopped, component: 'supabase' }]).cause).to.equal(0);
    expect(count([engine('supabase-db', 'pause'), stopped]).cause).to.equal(1);
  });

  it("is felt by the Supabase API, which is asked for its health; the database's own silence is no effect", () => {
    expect(count(probed('supabase', false)).effect).to.equal(1);
    expect(count(probed('supabase-db', false)).effect).to.equal(0);
  });

  it('is felt by activities that failed meanwhile', () => {
    expect(count([failed]).effect).to.equal(1);
    expect(count([{ ...failed, startedMs: 8000, atMs: 8005 }]).effect).to.equal(0);
  });
});
