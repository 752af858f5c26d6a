import { z } from 'zod';
import { byToxics, linkFault } from './builders/link-fault.ts';
import { type Direction, directionParam, toxicsOn } from './builders/toxic-streams.ts';
import { slowedTasks } from './witnesses/delayed-tasks.ts';

type Latency = { readonly latencyMs: number; readonly jitterMs: number; readonly stream: Direction };

const params: z.ZodType<Latency> = z
  .strictObject({
    latencyMs: z.int().min(10).max(60_000).default(1000),
    /** Toxiproxy draws each delay between `latencyMs` less this and `latencyMs` and this. */
    jitterMs: z.int().min(0).max(60_000).default(0),
    stream: directionParam('downstream'),
  })
  .refine(({ latencyMs, jitterMs }) => jitterMs < latencyMs, {
    path: ['jitterMs'],
    error: 'Expected a jitter smaller than the latency.',
  });

/** Delays what passes a component's link: Toxiproxy's `latency`, usually of the answers. Nothing is lost. */
export const linkLatency = linkFault({
  name: 'link-latency',
  summary: "Delay what passes a link by `latencyMs`, give or take `jitterMs`: Toxiproxy's `latency` toxic.",
  proof: {
    cause: 'Toxiproxy, read back, has the toxic',
    effect:
      'a kind of task for which the victim takes far longer each time than ever before, three times in a row or more, and no other worker does; lost tasks',
  },
  params,
  ...byToxics<Latency>(({ latencyMs, jitterMs, stream }) =>
    toxicsOn(stream, {
      name: 'chaos-latency',
      type: 'latency',
      attributes: { latency: latencyMs, jitter: jitterMs },
    }),
  ),
  felt: (evidence, window, { latencyMs, jitterMs }) => slowedTasks(evidence, window, latencyMs - jitterMs),
});
