import { linkBandwidth } from '../../../harness/faults/link-bandwidth.ts';
import { linkFlap } from '../../../harness/faults/link-flap.ts';
import { linkLatency } from '../../../harness/faults/link-latency.ts';
import { linkLimitData } from '../../../harness/faults/link-limit-data.ts';
import { linkSlicer } from '../../../harness/faults/link-slicer.ts';
import { linkSlowClose } from '../../../harness/faults/link-slow-close.ts';
import type { Trial } from './trial.ts';

const link = 'temporal@worker-1';

/** Faults of a link, each on the way of a worker to Temporal. */
export const networkTrials: readonly Trial[] = [
  { fault: linkLatency, params: { latencyMs: 300, jitterMs: 50, stream: 'both' }, link, load: { times: 3 } },
  { fault: linkBandwidth, params: { rateKBps: 20 }, link, load: { bytes: 10_000, times: 3 } },
  { fault: linkBandwidth, params: { rateKBps: 20, stream: 'upstream' }, link, load: { bytes: 10_000, times: 3 } },
  {
    fault: linkSlicer,
    params: { averageSizeBytes: 40, sizeVariationBytes: 10, delayUs: 20_000 },
    link,
    load: { bytes: 200, times: 3 },
  },
  { fault: linkLimitData, params: { limitBytes: 20_000 }, link, load: { bytes: 50_000 } },
  { fault: linkFlap, params: { periodMs: 1000, duty: 0.4 }, link, load: { durationMs: 2800, held: true } },
  {
    fault: linkSlowClose,
    params: { delayMs: 1000 },
    link,
    load: { durationMs: 500, held: true },
    meanwhile: async ({ stack }) => {
      const worker = stack.component('worker-1');
      const { incarnation } = await worker.kill('fault');
      await stack.gateway.connectionsClosed('worker-1', incarnation, AbortSignal.timeout(5000));
      await worker.start();
    },
  },
];
