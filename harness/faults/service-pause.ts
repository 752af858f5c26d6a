import { pauseFault } from './builders/pause-fault.ts';
import { serviceRadius } from './builders/radius.ts';
import { failedActivities } from './witnesses/failed-activities.ts';
import { unansweredExchanges } from './witnesses/unanswered-exchanges.ts';

/** Stops a service of the configuration: requests are taken and not answered, and some are executed only at healing. */
export const servicePause = pauseFault({
  name: 'service-pause',
  summary:
    'Stop a service that the configuration starts. Healing lets it continue, and it executes the requests that waited.',
  effect:
    'requests of workers that got no answer before the healing, of a service that always answered before; activities that fail now, of types that never failed before',
  victim: 'service',
  needs: ['pause'],
  radius: serviceRadius,
  felt: (evidence, window) => [...unansweredExchanges(evidence, window), ...failedActivities(evidence, window)],
});
