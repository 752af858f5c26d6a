import { expect } from 'chai';
import type { Dated } from '../contracts/sample-run/journal-builder.ts';
import { temporalDatabaseKill } from './temporal-database-kill.ts';
import { call, countWitnesses, engine, faultyRun, plannedOn, probed } from './test-support/faulty-run.ts';

const planned = plannedOn(temporalDatabaseKill, 'postgresql');
const unavailable = call('worker-1', 4000, {
  method: 'RecordActivityTaskHeartbeat',
  workflowId: 'document-1',
  grpcStatus: 14,
  startedMs: 3900,
});

const count = (observed: readonly Dated[]): { cause: number; effect: number } =>
  countWitnesses(temporalDatabaseKill.witnesses(faultyRun(temporalDatabaseKill, null, observed), planned));

describe('temporal-database-kill', () => {
  it("is witnessed by the database's death, and not by Temporal's", () => {
    expect(count([engine('postgresql', 'kill'), engine('postgresql', 'die', { exitCode: 137 })]).cause).to.equal(1);
    expect(count([engine('temporal', 'kill'), engine('temporal', 'die', { exitCode: 137 })]).cause).to.equal(0);
    expect(count([engine('supabase-db', 'kill'), engine('supabase-db', 'die', { exitCode: 137 })]).cause).to.equal(0);
  });

  it('is felt where Temporal says that it is unavailable, to workers or to the harness', () => {
    expect(count([unavailable]).effect).to.equal(1);
    expect(count(probed('temporal', false)).effect).to.equal(1);
    expect(count(probed('postgresql', false)).effect, 'what was killed does not answer, but who felt it?').to.equal(0);
  });

  it('may bring Temporal down, and neither a worker nor Supabase', () => {
    const radius = temporalDatabaseKill.blastRadius({ component: 'postgresql', incarnation: 1, link: null });
    expect(radius.components).to.deep.equal(['postgresql', 'temporal']);
    expect(radius.links).to.have.members(['database@temporal', 'temporal@*']);
  });
});
