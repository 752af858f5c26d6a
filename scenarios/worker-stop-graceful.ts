import { z } from 'zod';
import { defineScenario, seededRandom } from '../harness/index.ts';
import { documents } from './workloads/documents.ts';
import { extractingMoment } from './workloads/extracting-moment.ts';
import { gracefulChecks } from './workloads/graceful-checks.ts';

/** Sends SIGTERM to the worker that holds a running extraction; a fresh one is started once it has drained. */
export const workerStopGraceful = defineScenario({
  name: 'worker-stop-graceful',
  hypothesis: 'A worker that is stopped in the middle of an activity finishes or gives back all that it holds.',
  subject: 'documents',
  needs: ['kill', 'hold-calls'],
  params: z.strictObject({
    documents: z.int().min(3).max(200).default(20),
    workers: z.int().min(1).max(8).default(2),
    replacementAfterMs: z.int().min(100).max(30_000).default(4000),
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
          id: 'stop',
          at: extractingMoment(random, workload),
          fault: 'worker-stop',
          params: {},
          target: { role: 'holder' },
          healAfterMs: params.replacementAfterMs,
        },
      ],
      checks: [...gracefulChecks],
      runTimeMs: 41_000 + params.replacementAfterMs,
    };
  },
});
