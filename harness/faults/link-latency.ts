import { z } from 'zod';
import { byToxics, linkFault } from './builders/link-fault.ts';
import { delayedTasks } from './witnesses/delayed-tasks.ts';

/** Delays the answers on a component's link: Toxiproxy's `latency` downstream. Nothing is lost. */
export const linkLatency = linkFault({
  name: 'link-latency',
  summary: "Answers on a link come late, by latencyMs (1000 by default): Toxiproxy's latency toxic downstream.",
  params: z.strictObject({ latencyMs: z.int().min(10).max(60_000).default(1000) }),
  ...byToxics<{ readonly latencyMs: number }>(({ latencyMs }) => [
    { name: 'chaos-latency', type: 'latency', stream: 'downstream', attributes: { latency: latencyMs, jitter: 0 } },
  ]),
  felt: (evidence, window, { latencyMs }) => delayedTasks(evidence, window, latencyMs),
});
