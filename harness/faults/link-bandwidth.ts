import { z } from 'zod';
import { byToxics, linkFault } from './builders/link-fault.ts';
import { type Direction, directionParam, toxicsOn } from './builders/toxic-streams.ts';
import { slowedTasks } from './witnesses/delayed-tasks.ts';

type Bandwidth = { readonly rateKBps: number; readonly stream: Direction };

const params: z.ZodType<Bandwidth> = z.strictObject({
  /** Thousands of bytes per second, on each connection; with more than this maximum none would be felt. */
  rateKBps: z.int().min(1).max(10_000).default(10),
  stream: directionParam('downstream'),
});

/** Lets so many bytes per second through on each connection of a component's link: Toxiproxy's `bandwidth`. */
export const linkBandwidth = linkFault({
  name: 'link-bandwidth',
  summary: "Let `rateKBps` pass on each connection of a link, and no more: Toxiproxy's `bandwidth` toxic.",
  proof: {
    cause: 'Toxiproxy, read back, has the toxic',
    effect:
      'a kind of task for which the victim takes far longer each time than ever before, three times in a row or more, and no other worker does; lost tasks',
  },
  params,
  ...byToxics<Bandwidth>(({ rateKBps, stream }) =>
    toxicsOn(stream, { name: 'chaos-bandwidth', type: 'bandwidth', attributes: { rate: rateKBps } }),
  ),
  felt: (evidence, window) => slowedTasks(evidence, window),
});
