import { defineScenario } from '../harness/index.ts';
import { temporalOutage, temporalOutageParams } from './workloads/temporal-outage.ts';

/**
 * Kills the Temporal server while documents are ingested and others are being started, and starts it again on its database.
 *
 * @remarks The starts are spread, so that starts and signals come before, during and after the outage.
 */
export const temporalKill = defineScenario({
  name: 'temporal-kill',
  hypothesis: 'A Temporal server that is killed and started again on its database loses nothing that it acknowledged.',
  subject: 'documents',
  needs: ['kill', 'own-temporal', 'hold-calls'],
  params: temporalOutageParams(2500),
  control: { sabotage: 'temporal-forgetful', check: 'every-workflow-completes' },
  plan: (seed, params) => temporalOutage({ seed, params, fault: { name: 'temporal-kill', component: 'temporal' } }),
});
