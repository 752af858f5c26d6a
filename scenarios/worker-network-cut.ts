import { z } from 'zod';
import { checkNames, defineScenario, seededRandom } from '../harness/index.ts';
import { documents } from './workloads/documents.ts';
import { extractingMoment } from './workloads/extracting-moment.ts';

/** Takes the worker that holds a running extraction off its network, and puts it back. */
export const workerNetworkCut = defineScenario({
  name: 'worker-network-cut',
  hypothesis: 'A worker that loses every connection and comes back loses no work and repeats none.',
  subject: 'documents',
  needs: ['disconnect', 'hold-calls'],
  params: z.strictObject({
    documents: z.int().min(3).max(200).default(20),
    workers: z.int().min(2).max(8).default(2),
    faultMs: z.int().min(2500).max(60_000).default(6000),
  }),
  control: { sabotage: 'progress-ignored', check: 'progress-resumed' },
  plan: (seed, params) => {
    const random = seededRandom(seed);
    const workload = documents(random, { documents: params.documents });
    return {
      workers: params.workers,
      workload: [...workload],
      schedule: [
        {
          id: 'cut',
          at: extractingMoment(random, workload),
          fault: 'worker-network-cut',
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
