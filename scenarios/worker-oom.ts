import { z } from 'zod';
import { checkNames, defineScenario, seededRandom } from '../harness/index.ts';
import { documents } from './workloads/documents.ts';
import { extractingMoment } from './workloads/extracting-moment.ts';

/** Lets the worker that holds a running extraction run out of memory. */
export const workerOom = defineScenario({
  name: 'worker-oom',
  hypothesis: 'A worker that the kernel kills for want of memory loses no work and repeats none.',
  subject: 'documents',
  needs: ['limit', 'restart-policy', 'hold-calls'],
  params: z.strictObject({
    documents: z.int().min(3).max(200).default(20),
    workers: z.int().min(1).max(8).default(2),
    restartWithinMs: z.int().min(100).max(30_000).default(3000),
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
          id: 'out-of-memory',
          at: extractingMoment(random, workload),
          fault: 'worker-oom',
          params: {},
          target: { role: 'holder' },
          healAfterMs: params.restartWithinMs,
        },
      ],
      checks: [...checkNames],
      runTimeMs: 42_000 + params.restartWithinMs,
    };
  },
});
