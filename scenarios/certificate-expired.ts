import { z } from 'zod';
import { checkNames, defineScenario, seededRandom } from '../harness/index.ts';
import { documents } from './workloads/documents.ts';
import { extractingMoment } from './workloads/extracting-moment.ts';

/** Has the worker that holds a running extraction present an expired certificate, until a valid one is in its place. */
export const certificateExpired = defineScenario({
  name: 'certificate-expired',
  hypothesis:
    'A worker whose certificate has expired is refused, loses and repeats no work, and works again with a new one.',
  subject: 'documents',
  needs: ['kill', 'hold-calls', 'tls'],
  params: z.strictObject({
    documents: z.int().min(3).max(200).default(20),
    workers: z.int().min(2).max(8).default(2),
    expiredMs: z.int().min(3000).max(30_000).default(5000),
  }),
  control: { sabotage: 'certificate-read-once', check: 'steady-state-returns' },
  plan: (seed, params) => {
    const random = seededRandom(seed);
    const workload = documents(random, { documents: params.documents });
    return {
      workers: params.workers,
      workload: [...workload],
      schedule: [
        {
          id: 'expire',
          at: extractingMoment(random, workload),
          fault: 'certificate-expired',
          params: {},
          target: { role: 'holder' },
          healAfterMs: params.expiredMs,
        },
      ],
      checks: [...checkNames],
      runTimeMs: 55_000 + params.expiredMs,
    };
  },
});
