import { z } from 'zod';
import { byToxics, linkFault } from './builders/link-fault.ts';
import { failedByLink } from './witnesses/failed-activities.ts';
import { silence } from './witnesses/silence.ts';

/**
 * A black hole on a component's link: Toxiproxy's `timeout` both ways. Nothing comes through and nothing says so;
 * healing closes the connections.
 */
export const linkTimeout = linkFault({
  name: 'link-timeout',
  summary: "Turn a link into a black hole, both ways: Toxiproxy's `timeout` toxic.",
  proof: {
    cause: 'Toxiproxy, read back, has the toxic',
    effect:
      'silence, on a link to Temporal; failed activities on other links; tasks that Temporal retried or timed out',
  },
  params: z.strictObject({}),
  // 0: data is dropped and the connection stays open until the toxic is removed.
  ...byToxics(() => [
    { name: 'chaos-timeout-up', type: 'timeout', stream: 'upstream', attributes: { timeout: 0 } },
    { name: 'chaos-timeout-down', type: 'timeout', stream: 'downstream', attributes: { timeout: 0 } },
  ]),
  felt: (evidence, window) => [...silence(evidence, window), ...failedByLink(evidence, window)],
});
