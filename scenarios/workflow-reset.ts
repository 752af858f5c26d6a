import { z } from 'zod';
import { checkNames, defineScenario, type Job, seededRandom } from '../harness/index.ts';
import { reportMoment } from './workloads/activity-moments.ts';
import { documentOf, documents } from './workloads/documents.ts';

/**
 * Kills the worker that has published a document, before the server hears so. An operator then resets that document, one in
 * its embargo and one that is being read: their new runs ask for all of their work again.
 */
export const workflowReset = defineScenario({
  name: 'workflow-reset',
  hypothesis: 'A document that is reset in the middle of its work does all of it again, and nothing twice.',
  subject: 'documents',
  needs: ['kill', 'hold-calls'],
  params: z.strictObject({
    documents: z.int().min(3).max(200).default(20),
    workers: z.int().min(1).max(8).default(2),
    replacementAfterMs: z.int().min(100).max(30_000).default(2000),
  }),
  control: { sabotage: 'effects-keyed-by-run', check: 'side-effects-once' },
  plan: (seed, params) => {
    const random = seededRandom(seed);
    const fate = 'approved';
    const published = documentOf(random, { document: 'document-published', fate, pages: [2, 2] });
    const embargoed = documentOf(random, { document: 'document-embargoed', fate, pages: [2, 2], embargoMs: 5000 });
    const extracting = documentOf(random, { document: 'document-extracting', fate, pages: [16, 20] });
    return {
      workers: params.workers,
      workload: [
        ...documents(random, { documents: params.documents, pages: [10, 14] }),
        ...[published, embargoed, extracting].map((job) => reset(job)),
      ],
      schedule: [
        {
          id: 'kill',
          at: reportMoment({ workflowId: published.workflowId, activityType: 'publish' }),
          fault: 'worker-kill',
          params: {},
          target: { role: 'holder' },
          healAfterMs: params.replacementAfterMs,
        },
      ],
      // No extraction need be interrupted, so nothing could be proved of resumed progress.
      checks: checkNames.filter((name) => name !== 'progress-resumed'),
      runTimeMs: 65_000 + params.replacementAfterMs,
    };
  },
});

function reset(job: Job): Job {
  const after = { kind: 'injected', id: 'kill' } as const;
  return { ...job, actions: [...job.actions, { kind: 'reset', name: '', args: [], after }] };
}
