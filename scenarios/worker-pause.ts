import { z } from 'zod';
import { checkNames, defineScenario, seededRandom } from '../harness/index.ts';
import { documents } from './workloads/documents.ts';
import { extractingMoment } from './workloads/extracting-moment.ts';

/**
 * Stops the worker that holds a running extraction for longer than its heartbeat timeout. Its work is given away; then it
 * goes on as a zombie with an attempt that is no longer its own.
 */
export const workerPause = defineScenario({
  name: 'worker-pause',
  hypothesis: 'A worker that stands still and comes back as a zombie loses no work and does none twice.',
  subject: 'documents',
  needs: ['pause', 'hold-calls'],
  params: z.strictObject({
    documents: z.int().min(3).max(200).default(20),
    workers: z.int().min(2).max(8).default(2),
    faultMs: z.int().min(2500).max(60_000).default(6000),
  }),
  control: { sabotage: 'effects-without-key', check: 'side-effects-once' },
  plan: (seed, params) => {
    const random = seededRandom(seed);
    const workload = documents(random, { documents: params.documents });
    return {
      workers: params.workers,
      workload: [...workload],
      schedule: [
        {
          id: 'pause',
          at: extractingMoment(random, workload),
          fault: 'worker-pause',
          params: {},
          target: { role: 'holder' },
          healAfterMs: params.faultMs,
        },
      ],
      checks: [...checkNames],
      runTimeMs: 54_000 + params.faultMs,
    };
  },
});
