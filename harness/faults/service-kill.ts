import { killFault } from './builders/kill-fault.ts';
import { serviceRadius } from './builders/radius.ts';
import { failedActivities } from './witnesses/failed-activities.ts';
import { failedProbes } from './witnesses/failed-probes.ts';
import { unansweredExchanges } from './witnesses/unanswered-exchanges.ts';

/**
 * SIGKILLs a service of the configuration; healing starts its command again, at its address.
 *
 * @remarks What it kept in memory alone is lost, such as the idempotency keys that it knew.
 */
export const serviceKill = killFault({
  name: 'service-kill',
  summary: 'SIGKILL a service that the configuration starts. Healing starts its command again, at the same address.',
  effect:
    'requests of workers that got no answer, of a service that always answered before; activities that fail now, of types that never failed before; a probe of the service that succeeded before and fails now',
  victim: 'service',
  needs: ['kill'],
  radius: serviceRadius,
  felt: (evidence, window) => [
    ...unansweredExchanges(evidence, window),
    ...failedProbes(evidence, window, [window.component]),
    ...failedActivities(evidence, window),
  ],
});
