import { z } from 'zod';
import { checkNames, defineScenario, seededRandom } from '../harness/index.ts';
import { documents } from './workloads/documents.ts';
import { extractingMoment } from './workloads/extracting-moment.ts';

/** Supabase commits a worker's checkpoints, and the answers are lost to connection resets. */
export const supabaseLinkResetPeer = defineScenario({
  name: 'supabase-link-reset-peer',
  hypothesis: 'A checkpoint whose answer is lost is neither lost nor written twice.',
  subject: 'documents',
  needs: ['toxics', 'hold-calls'],
  params: z.strictObject({
    documents: z.int().min(3).max(200).default(20),
    workers: z.int().min(1).max(8).default(2),
    faultMs: z.int().min(500).max(60_000).default(3000),
  }),
  control: { sabotage: 'checkpoint-not-idempotent', check: 'every-workflow-completes' },
  plan: (seed, params) => {
    const random = seededRandom(seed);
    const workload = documents(random, { documents: params.documents });
    const checks = checkNames.filter((name) => name !== 'progress-resumed');
    return {
      workers: params.workers,
      workload: [...workload],
      schedule: [
        {
          id: 'resets',
          at: extractingMoment(random, workload),
          fault: 'link-reset-peer',
          params: {},
          target: { role: 'holder', link: 'supabase' },
          healAfterMs: params.faultMs,
        },
      ],
      // No extraction is interrupted here, so nothing could be proved of resumed progress.
      checks,
      runTimeMs: 42_000 + params.faultMs,
    };
  },
});
