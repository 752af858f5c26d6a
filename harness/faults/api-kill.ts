import { killFault } from './builders/kill-fault.ts';
import { serverRadius } from './builders/radius.ts';
import { failedProbes } from './witnesses/failed-probes.ts';
import { failedRequests } from './witnesses/failed-requests.ts';

/** SIGKILLs the system's API with requests under way; healing starts it again, at its address. */
export const apiKill = killFault({
  name: 'api-kill',
  summary: "SIGKILL the system's API. Healing starts it again, at the same address.",
  effect:
    'requests of clients that get no answer now, and always got one before; a probe of the API that succeeded before and fails now',
  victim: 'api',
  needs: ['kill'],
  radius: () => serverRadius('api'),
  felt: (evidence, window) => [...failedProbes(evidence, window, ['api']), ...failedRequests(evidence, window)],
});
