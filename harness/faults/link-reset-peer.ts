import { z } from 'zod';
import { byToxics, linkFault } from './builders/link-fault.ts';
import { failedActivities } from './witnesses/failed-activities.ts';

/**
 * Resets a link's connections as soon as an answer comes: Toxiproxy's `reset_peer` downstream. The server has done what
 * it was asked for, the client gets ECONNRESET instead of the answer.
 */
export const linkResetPeer = linkFault({
  name: 'link-reset-peer',
  summary: "Answers on a link are lost to a connection reset: Toxiproxy's reset_peer toxic downstream.",
  params: z.strictObject({}),
  ...byToxics(() => [
    { name: 'chaos-reset-peer', type: 'reset_peer', stream: 'downstream', attributes: { timeout: 0 } },
  ]),
  felt: failedActivities,
});
