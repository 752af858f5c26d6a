import { z } from 'zod';
import { byToxics, linkFault } from './builders/link-fault.ts';
import { lateCloses } from './witnesses/late-closes.ts';

type SlowClose = { readonly delayMs: number };

const params: z.ZodType<SlowClose> = z.strictObject({
  delayMs: z.int().min(500).max(60_000).default(1000),
});

/**
 * Keeps the connections of a component's link open after the component has closed them: Toxiproxy's `slow_close`. So a
 * server takes a dead worker for a live one.
 */
export const linkSlowClose = linkFault({
  name: 'link-slow-close',
  summary: "Close the connections of a link `delayMs` after their client did: Toxiproxy's `slow_close` toxic.",
  proof: {
    cause: 'Toxiproxy, read back, has the toxic',
    effect: 'connections of a victim that has ended meanwhile, which the gateway or a relay saw closed that much later',
  },
  params,
  ...byToxics<SlowClose>(({ delayMs }) => [
    { name: 'chaos-slow-close', type: 'slow_close', stream: 'upstream', attributes: { delay: delayMs } },
  ]),
  felt: (evidence, window, { delayMs }) => lateCloses(evidence, window, delayMs),
});
