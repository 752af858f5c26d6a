import { killFault } from './builders/kill-fault.ts';
import { serverRadius } from './builders/radius.ts';
import { refusedCalls } from './witnesses/broken-calls.ts';
import { failedProbes } from './witnesses/failed-probes.ts';
import { retriedTasks } from './witnesses/retried-tasks.ts';

/** SIGKILLs the Temporal server; healing starts it again, on its database and at its address. */
export const temporalKill = killFault({
  name: 'temporal-kill',
  summary: 'SIGKILL the Temporal server. Healing starts it again on its database, at the same address.',
  effect:
    'calls of any worker that broke or got UNAVAILABLE; tasks that any worker lost; a probe of Temporal that succeeded before and fails now',
  victim: 'temporal',
  needs: ['kill', 'own-temporal'],
  radius: () => serverRadius('temporal'),
  felt: (evidence, window) => [
    ...failedProbes(evidence, window, ['temporal']),
    ...refusedCalls(evidence, window),
    ...retriedTasks(evidence, window),
  ],
});
