import { z } from 'zod';
import { checkNames, defineScenario, seededRandom } from '../harness/index.ts';
import { documents } from './workloads/documents.ts';
import { extractingMoment } from './workloads/extracting-moment.ts';

/** Crashes the container of the worker that holds a running extraction; only its restart policy restarts it. */
export const workerCrashRestartPolicy = defineScenario({
  name: 'worker-crash-restart-policy',
  hypothesis: 'A worker whose container crashes is brought back by its restart policy and loses and repeats no work.',
  subject: 'documents',
  needs: ['restart-policy', 'hold-calls'],
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
          id: 'crash',
          at: extractingMoment(random, workload),
          fault: 'worker-crash',
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
