import { z } from 'zod';
import { defineScenario, seededRandom } from '../harness/index.ts';
import { documents } from './workloads/documents.ts';
import { extractingMoment } from './workloads/extracting-moment.ts';
import { gracefulChecks } from './workloads/graceful-checks.ts';

/** Gives the worker that holds a running extraction a new certificate, and replaces it in good order. */
export const certificateRotated = defineScenario({
  name: 'certificate-rotated',
  hypothesis: 'A worker that is given a new certificate in the middle of an activity uses it next and loses no work.',
  subject: 'documents',
  needs: ['kill', 'hold-calls', 'tls'],
  params: z.strictObject({
    documents: z.int().min(3).max(200).default(20),
    workers: z.int().min(1).max(8).default(2),
    replacementAfterMs: z.int().min(500).max(30_000).default(4000),
  }),
  control: { sabotage: 'no-shutdown-grace', check: 'stops-gracefully' },
  plan: (seed, params) => {
    const random = seededRandom(seed);
    const workload = documents(random, { documents: params.documents });
    return {
      workers: params.workers,
      workload: [...workload],
      schedule: [
        {
          id: 'rotate',
          at: extractingMoment(random, workload),
          fault: 'certificate-rotated',
          params: {},
          target: { role: 'holder' },
          healAfterMs: params.replacementAfterMs,
        },
      ],
      checks: [...gracefulChecks],
      runTimeMs: 60_000,
    };
  },
});
