import { z } from 'zod';
import { byToxics, linkFault } from './builders/link-fault.ts';
import { type Direction, directionParam, toxicsOn } from './builders/toxic-streams.ts';
import { cutCalls } from './witnesses/broken-calls.ts';
import { failedByLink } from './witnesses/failed-activities.ts';

type Limit = { readonly limitBytes: number; readonly stream: Direction };

const params: z.ZodType<Limit> = z.strictObject({
  /** At most 1 MB: few connections carry more within the time of a fault. */
  limitBytes: z.int().min(0).max(1_000_000).default(10_000),
  stream: directionParam('upstream'),
});

/** Closes each connection of a component's link after so many bytes: Toxiproxy's `limit_data`. */
export const linkLimitData = linkFault({
  name: 'link-limit-data',
  summary: "Close each connection of a link after `limitBytes`: Toxiproxy's `limit_data` toxic.",
  proof: {
    cause: 'Toxiproxy, read back, has the toxic',
    effect:
      'calls with work that broke off one after another, on a link to Temporal; failed activities on other links; tasks that Temporal retried or timed out',
  },
  params,
  ...byToxics<Limit>(({ limitBytes, stream }) =>
    toxicsOn(stream, { name: 'chaos-limit-data', type: 'limit_data', attributes: { bytes: limitBytes } }),
  ),
  felt: (evidence, window) => [...cutCalls(evidence, window), ...failedByLink(evidence, window)],
});
