import { z } from 'zod';
import { checkNames, defineScenario, seededRandom } from '../harness/index.ts';
import { documents } from './workloads/documents.ts';
import { extractingMoment } from './workloads/extracting-moment.ts';

/** Kills the worker that holds a running extraction; a fresh one is started two seconds later. */
export const workerKill = defineScenario({
  name: 'worker-kill',
  hypothesis: 'A worker killed in the middle of an activity loses no work and repeats none.',
  subject: 'documents',
  needs: ['kill', 'hold-calls'],
  params: z.strictObject({
    documents: z.int().min(3).max(200).default(20),
    workers: z.int().min(1).max(8).default(2),
    replacementAfterMs: z.int().min(100).max(30_000).default(2000),
    /** Gives no expectation: each document is compared with runs without a fault. */
    expect: z.literal('as-without-fault').optional(),
  }),
  control: { sabotage: 'progress-ignored', check: 'progress-resumed' },
  plan: (seed, params) => {
    const random = seededRandom(seed);
    const workload = documents(random, { documents: params.documents });
    return {
      workers: params.workers,
      workload: workload.map(({ expect, ...job }) => (params.expect === undefined ? { ...job, expect } : job)),
      schedule: [
        {
          id: 'kill',
          at: extractingMoment(random, workload),
          fault: 'worker-kill',
          params: {},
          target: { role: 'holder' },
          healAfterMs: params.replacementAfterMs,
        },
      ],
      // How heartbeats tell progress must be given.
      checks: checkNames.filter((name) => params.expect === undefined || name !== 'progress-resumed'),
      runTimeMs: 43_000 + params.replacementAfterMs,
      // The timeouts that the clients ask for allow less. A worker's own, such as that of its sticky queue, must not add to it.
      recoverWithinMs: 6000 + params.replacementAfterMs + 100 * params.documents,
    };
  },
});
