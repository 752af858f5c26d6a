import { z } from 'zod';
import { checkNames, defineScenario, seededRandom } from '../harness/index.ts';
import { documents } from './workloads/documents.ts';
import { extractingMoment } from './workloads/extracting-moment.ts';

/** Long enough for reviews to fall due while the outage lasts, which no document gets ready for review in. */
const REVIEW_MS = 1000;

/** Kills the database of a Temporal server in the midst of work, for longer than a heartbeat timeout. */
export const temporalDatabaseKill = defineScenario({
  name: 'temporal-database-kill',
  hypothesis: 'A Temporal server whose database is killed and comes back loses no work and repeats none.',
  subject: 'documents',
  needs: ['kill', 'temporal-database', 'hold-calls'],
  params: z.strictObject({
    documents: z.int().min(10).max(200).default(20),
    workers: z.int().min(1).max(8).default(2),
    startEveryMs: z.int().min(50).max(2000).default(450),
    outageMs: z.int().min(500).max(10_000).default(3000),
  }),
  control: { sabotage: 'temporal-forgetful', check: 'every-workflow-completes' },
  plan: (seed, params) => {
    const random = seededRandom(seed);
    const workload = documents(random, {
      documents: params.documents,
      everyMs: params.startEveryMs,
      reviewMs: REVIEW_MS,
    });
    const inTheMidst = workload.slice(Math.floor(workload.length * 0.35), Math.ceil(workload.length * 0.5));
    return {
      workers: params.workers,
      workload: [...workload],
      schedule: [
        {
          id: 'kill',
          at: extractingMoment(random, inTheMidst),
          fault: 'temporal-database-kill',
          params: {},
          target: { role: 'component', name: 'postgresql' },
          healAfterMs: params.outageMs,
        },
      ],
      // Whether the server gives work up before its holder is heard again is a race: there may be no progress to hand on.
      checks: checkNames.filter((name) => name !== 'progress-resumed'),
      runTimeMs: 60_000 + params.documents * params.startEveryMs,
    };
  },
});
