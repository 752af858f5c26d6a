import { z } from 'zod';
import { checkNames, defineScenario, seededRandom } from '../harness/index.ts';
import { reportMoment } from './workloads/activity-moments.ts';
import { reviewedDocuments } from './workloads/reviewed-documents.ts';

/**
 * Sends reviews twice, with another decision, before they are awaited, after the end, and with a payload that is none. Kills the
 * worker that has written an approval down, before the server hears so; the other reviews come meanwhile.
 */
export const repeatedReviews = defineScenario({
  name: 'repeated-reviews',
  hypothesis: 'The first review decides, and none that comes again, too late or garbled changes anything.',
  subject: 'documents',
  needs: ['kill', 'hold-calls'],
  params: z.strictObject({
    documents: z.int().min(6).max(200).default(20),
    workers: z.int().min(1).max(8).default(2),
    replacementAfterMs: z.int().min(100).max(30_000).default(2000),
  }),
  control: { sabotage: 'checkpoint-not-idempotent', check: 'every-workflow-completes' },
  plan: (seed, params) => {
    const random = seededRandom(seed);
    const workload = reviewedDocuments(random, { documents: params.documents });
    const approved = workload.filter(({ expect }) => expect.checkpoints.some(({ stage }) => stage === 'approved'));
    const { workflowId } = random.pick(approved);
    return {
      workers: params.workers,
      workload: [...workload],
      schedule: [
        {
          id: 'kill',
          // The fourth row is that of the approval.
          at: reportMoment({ workflowId, activityType: 'saveCheckpoint', nth: 4 }),
          fault: 'worker-kill',
          params: {},
          target: { role: 'holder' },
          healAfterMs: params.replacementAfterMs,
        },
      ],
      // No extraction need be interrupted, so nothing could be proved of resumed progress.
      checks: checkNames.filter((name) => name !== 'progress-resumed'),
      runTimeMs: 55_000 + params.replacementAfterMs,
    };
  },
});
