import { z } from 'zod';
import { byToxics, linkFault } from './builders/link-fault.ts';
import { failedActivities } from './witnesses/failed-activities.ts';

/**
 * Resets a link's connections as soon as an answer comes: Toxiproxy's `reset_peer` downstream. The server has done what
 * it was asked for, the client gets ECONNRESET instead of the answer.
 */
export const linkResetPeer = linkFault({
  name: 'link-reset-peer',
  summary: "Lose the answers on a link to a connection reset: Toxiproxy's `reset_peer` toxic downstream.",
  proof: {
    cause: 'Toxiproxy, read back, has the toxic',
    effect:
      'activities of the victim that fail now, of types that failed neither before nor on another worker; lost tasks',
  },
  params: z.strictObject({}),
  ...byToxics(() => [
    { name: 'chaos-reset-peer', type: 'reset_peer', stream: 'downstream', attributes: { timeout: 0 } },
  ]),
  felt: failedActivities,
});
