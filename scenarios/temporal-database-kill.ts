import { defineScenario } from '../harness/index.ts';
import { temporalOutage, temporalOutageParams } from './workloads/temporal-outage.ts';

/** Kills the database of a Temporal server in the midst of work, for longer than a heartbeat timeout. */
export const temporalDatabaseKill = defineScenario({
  name: 'temporal-database-kill',
  hypothesis: 'A Temporal server whose database is killed and comes back loses no work and repeats none.',
  subject: 'documents',
  needs: ['kill', 'own-temporal', 'temporal-database', 'hold-calls'],
  params: temporalOutageParams(3000),
  control: { sabotage: 'temporal-forgetful', check: 'every-workflow-completes' },
  plan: (seed, params) =>
    temporalOutage({ seed, params, fault: { name: 'temporal-database-kill', component: 'postgresql' } }),
});
