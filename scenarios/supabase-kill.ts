import { z } from 'zod';
import { checkNames, defineScenario, seededRandom } from '../harness/index.ts';
import { documents } from './workloads/documents.ts';
import { extractingMoment } from './workloads/extracting-moment.ts';

/** Kills the Supabase API while checkpoints are due, and starts it again on its database. */
export const supabaseKill = defineScenario({
  name: 'supabase-kill',
  hypothesis: 'A checkpoint that Supabase could not take because it was dead is written once it is back, and once.',
  subject: 'documents',
  needs: ['kill', 'hold-calls', 'own-supabase'],
  params: z.strictObject({
    documents: z.int().min(3).max(200).default(20),
    workers: z.int().min(1).max(8).default(2),
    outageMs: z.int().min(500).max(30_000).default(2000),
  }),
  control: { sabotage: 'checkpoint-best-effort', check: 'checkpoints-match-history' },
  plan: (seed, params) => {
    const random = seededRandom(seed);
    const workload = documents(random, { documents: params.documents });
    return {
      workers: params.workers,
      workload: [...workload],
      schedule: [
        {
          id: 'kill',
          at: extractingMoment(random, workload),
          fault: 'supabase-kill',
          params: {},
          target: { role: 'component', name: 'supabase' },
          healAfterMs: params.outageMs,
        },
      ],
      // No extraction is interrupted here, so nothing could be proved of resumed progress.
      checks: checkNames.filter((name) => name !== 'progress-resumed'),
      runTimeMs: 43_000 + params.outageMs,
    };
  },
});
