import { z } from 'zod';
import { byToxics, linkFault } from './builders/link-fault.ts';
import { type Direction, directionParam, toxicsOn } from './builders/toxic-streams.ts';
import { slowedTasks } from './witnesses/delayed-tasks.ts';

type Slices = {
  readonly averageSizeBytes: number;
  readonly sizeVariationBytes: number;
  readonly delayUs: number;
  readonly stream: Direction;
};

const params: z.ZodType<Slices> = z
  .strictObject({
    /** With its variation it is less than the 32 kB that Toxiproxy reads at once, of which it makes slices. */
    averageSizeBytes: z.int().min(1).max(16_384).default(64),
    sizeVariationBytes: z.int().min(0).max(16_383).default(0),
    /** Microseconds between two slices. At least 1 ms: with less no one could tell that anything was sliced. */
    delayUs: z.int().min(1000).max(10_000_000).default(10_000),
    stream: directionParam('downstream'),
  })
  .refine(({ averageSizeBytes, sizeVariationBytes }) => sizeVariationBytes < averageSizeBytes, {
    path: ['sizeVariationBytes'],
    error: 'Expected a variation smaller than the average size.',
  });

/** Cuts what passes a component's link into small packets with pauses between them: Toxiproxy's `slicer`. */
export const linkSlicer = linkFault({
  name: 'link-slicer',
  summary: "Cut what passes a link into slices with `delayUs` between them: Toxiproxy's `slicer` toxic.",
  proof: {
    cause: 'Toxiproxy, read back, has the toxic',
    effect:
      'a kind of task for which the victim takes far longer each time than ever before, three times in a row or more, and no other worker does; lost tasks',
  },
  params,
  ...byToxics<Slices>(({ averageSizeBytes, sizeVariationBytes, delayUs, stream }) =>
    toxicsOn(stream, {
      name: 'chaos-slicer',
      type: 'slicer',
      attributes: { average_size: averageSizeBytes, size_variation: sizeVariationBytes, delay: delayUs },
    }),
  ),
  felt: (evidence, window) => slowedTasks(evidence, window),
});
