import { z } from 'zod';
import { checkNames, defineScenario, seededRandom } from '../harness/index.ts';
import { documents } from './workloads/documents.ts';
import { extractingMoment } from './workloads/extracting-moment.ts';

/** Stops the PostgreSQL under Supabase: what its clients have given up meanwhile is executed when it goes on. */
export const supabaseDatabasePause = defineScenario({
  name: 'supabase-database-pause',
  hypothesis: 'A checkpoint that is given up, tried again and then executed late is neither lost nor written twice.',
  subject: 'documents',
  needs: ['pause', 'hold-calls', 'own-supabase'],
  params: z.strictObject({
    documents: z.int().min(3).max(200).default(20),
    workers: z.int().min(1).max(8).default(2),
    faultMs: z.int().min(1500).max(30_000).default(3000),
  }),
  control: { sabotage: 'checkpoint-not-idempotent', check: 'every-workflow-completes' },
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
          fault: 'supabase-database-pause',
          params: {},
          target: { role: 'component', name: 'supabase-db' },
          healAfterMs: params.faultMs,
        },
      ],
      // No extraction is interrupted here, so nothing could be proved of resumed progress.
      checks: checkNames.filter((name) => name !== 'progress-resumed'),
      runTimeMs: 42_000 + params.faultMs,
    };
  },
});
