import { z } from 'zod';
import { checkNames, defineScenario, seededRandom } from '../harness/index.ts';
import { documents } from './workloads/documents.ts';
import { extractingMoment } from './workloads/extracting-moment.ts';

/** Long enough for reviews to fall due while the outage lasts, which no document gets ready for review in. */
const REVIEW_MS = 1000;

/**
 * Kills the Temporal server while documents are ingested and others are being started, and starts it again on its database.
 *
 * @remarks The starts are spread, so that starts and signals come before, during and after the outage.
 */
export const temporalKill = defineScenario({
  name: 'temporal-kill',
  hypothesis: 'A Temporal server that is killed and started again on its database loses nothing that it acknowledged.',
  subject: 'documents',
  needs: ['kill', 'hold-calls'],
  params: z.strictObject({
    documents: z.int().min(10).max(200).default(20),
    workers: z.int().min(1).max(8).default(2),
    startEveryMs: z.int().min(50).max(2000).default(450),
    outageMs: z.int().min(500).max(10_000).default(2500),
  }),
  control: { sabotage: 'temporal-forgetful', check: 'every-workflow-completes' },
  plan: (seed, params) => {
    const random = seededRandom(seed);
    const workload = documents(random, {
      documents: params.documents,
      everyMs: params.startEveryMs,
      reviewMs: REVIEW_MS,
    });
    // Neither of the first, so that some have been reviewed, nor of the last, so that some are still to be started.
    const inTheMidst = workload.slice(Math.floor(workload.length * 0.35), Math.ceil(workload.length * 0.5));
    return {
      workers: params.workers,
      workload: [...workload],
      schedule: [
        {
          id: 'kill',
          at: extractingMoment(random, inTheMidst),
          fault: 'temporal-kill',
          params: {},
          target: { role: 'component', name: 'temporal' },
          healAfterMs: params.outageMs,
        },
      ],
      // Whether the server gives work up before its holder is heard again is a race: there may be no progress to hand on.
      checks: checkNames.filter((name) => name !== 'progress-resumed'),
      runTimeMs: 60_000 + params.documents * params.startEveryMs,
    };
  },
});
