import { z } from 'zod';
import { byToxics, linkFault } from './builders/link-fault.ts';
import { delayedTasks } from './witnesses/delayed-tasks.ts';

/** Delays the answers on a component's link: Toxiproxy's `latency` downstream. Nothing is lost. */
export const linkLatency = linkFault({
  name: 'link-latency',
  summary: "Delay the answers on a link by `latencyMs`: Toxiproxy's `latency` toxic downstream.",
  proof: {
    cause: 'Toxiproxy, read back, has the toxic',
    effect: 'a kind of task that the victim always answered faster before, and never faster now; lost tasks',
  },
  params: z.strictObject({ latencyMs: z.int().min(10).max(60_000).default(1000) }),
  ...byToxics<{ readonly latencyMs: number }>(({ latencyMs }) => [
    { name: 'chaos-latency', type: 'latency', stream: 'downstream', attributes: { latency: latencyMs, jitter: 0 } },
  ]),
  felt: (evidence, window, { latencyMs }) => delayedTasks(evidence, window, latencyMs),
});
