import { z } from 'zod';
import { checkNames, defineScenario, seededRandom } from '../harness/index.ts';
import { dispatchMoment, reportMoment } from './workloads/activity-moments.ts';
import { documentCancelledInEmbargo, documentCancelledInFlight } from './workloads/cancelled-documents.ts';
import { documents } from './workloads/documents.ts';
import { extractingMoment } from './workloads/extracting-moment.ts';
import { inTurn } from './workloads/in-turn.ts';

/**
 * Cancels documents while the worker that holds their activity is struck. One worker dies in the middle of an extraction, one
 * with a batch that is embedded and not reported. A third stands still, and embeds its batch as a zombie. One more document is
 * cancelled in its embargo.
 */
export const cancelledInFlight = defineScenario({
  name: 'cancelled-in-flight',
  hypothesis: 'A document that is cancelled with an activity in flight keeps no embedding, even one that comes late.',
  subject: 'documents',
  needs: ['kill', 'pause', 'hold-calls'],
  params: z.strictObject({
    documents: z.int().min(3).max(200).default(20),
    workers: z.int().min(2).max(8).default(2),
    replacementAfterMs: z.int().min(100).max(30_000).default(1500),
    faultMs: z.int().min(2500).max(60_000).default(5000),
  }),
  control: { sabotage: 'embedding-noted-late', check: 'side-effects-once' },
  plan: (seed, params) => {
    const random = seededRandom(seed);
    const extracting = documentCancelledInFlight(random, 'document-extracting', {
      fault: 'kill-extracting',
      during: 'extraction',
    });
    const embedding = documentCancelledInFlight(random, 'document-embedding', {
      fault: 'kill-embedding',
      during: 'embedding',
    });
    const zombie = documentCancelledInFlight(random, 'document-zombie', { fault: 'pause', during: 'embedding' });
    const embedPages = (workflowId: string) => ({ workflowId, activityType: 'embedPages' });
    const common = { params: {}, target: { role: 'holder' } } as const;
    const kill = { ...common, fault: 'worker-kill', healAfterMs: params.replacementAfterMs };
    const pause = { ...common, fault: 'worker-pause', healAfterMs: params.faultMs };
    return {
      workers: params.workers,
      workload: [
        ...documents(random, { documents: params.documents }),
        documentCancelledInEmbargo(random, 'document-embargoed'),
        extracting,
        { ...embedding, startAfterFault: 'kill-extracting' },
        { ...zombie, startAfterFault: 'kill-embedding' },
      ],
      schedule: inTurn([
        { ...kill, id: 'kill-extracting', at: extractingMoment(random, [extracting]) },
        { ...kill, id: 'kill-embedding', at: reportMoment(embedPages(embedding.workflowId)) },
        { ...pause, id: 'pause', at: dispatchMoment(embedPages(zombie.workflowId)) },
      ]),
      // The extraction that is interrupted is cancelled, so nothing could be proved of resumed progress.
      checks: checkNames.filter((name) => name !== 'progress-resumed'),
      runTimeMs: 75_000 + 2 * params.replacementAfterMs + params.faultMs,
    };
  },
});
