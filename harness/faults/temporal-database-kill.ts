import { killFault } from './builders/kill-fault.ts';
import { serverRadius } from './builders/radius.ts';
import { refusedCalls } from './witnesses/broken-calls.ts';
import { failedProbes } from './witnesses/failed-probes.ts';
import { retriedTasks } from './witnesses/retried-tasks.ts';

/** SIGKILLs the PostgreSQL under the Temporal server, which lives on and can store nothing. */
export const temporalDatabaseKill = killFault({
  name: 'temporal-database-kill',
  summary: 'SIGKILL the PostgreSQL under Temporal. Healing starts it again on its data.',
  effect:
    'calls of any worker that broke or got UNAVAILABLE; tasks that any worker lost; a probe of Temporal that succeeded before and fails now',
  victim: 'postgresql',
  needs: ['kill', 'own-temporal', 'temporal-database'],
  radius: () => serverRadius('postgresql', ['temporal']),
  felt: (evidence, window) => [
    ...failedProbes(evidence, window, ['temporal']),
    ...refusedCalls(evidence, window),
    ...retriedTasks(evidence, window),
  ],
});
