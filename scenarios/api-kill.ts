import { z } from 'zod';
import { defineScenario, seededRandom } from '../harness/index.ts';
import { approved, checksOfApi, requestedDocuments } from './workloads/requested-documents.ts';

/** Kills the API once Temporal has taken a review, before the API hears so; the client sends the review again. */
export const apiKill = defineScenario({
  name: 'api-kill',
  hypothesis: 'A review whose API dies before it could answer counts once, however often its client sends it again.',
  subject: 'documents',
  needs: ['kill', 'hold-calls', 'own-supabase'],
  params: z.strictObject({
    documents: z.int().min(3).max(200).default(20),
    workers: z.int().min(1).max(8).default(2),
    startEveryMs: z.int().min(0).max(2000).default(200),
    outageMs: z.int().min(500).max(10_000).default(2000),
  }),
  control: { sabotage: 'api-forgets-reviews', check: 'every-workflow-completes' },
  plan: (seed, params) => {
    const random = seededRandom(seed);
    const workload = requestedDocuments(random, { documents: params.documents, everyMs: params.startEveryMs });
    const { workflowId } = random.pick(approved(workload));
    return {
      workers: params.workers,
      workload: [...workload],
      schedule: [
        {
          id: 'kill',
          at: { kind: 'call', side: 'reply', method: 'SignalWorkflowExecution', nth: 1, workflowId },
          fault: 'api-kill',
          params: {},
          target: { role: 'component', name: 'api' },
          healAfterMs: params.outageMs,
        },
      ],
      checks: checksOfApi,
      runTimeMs: 45_000 + params.documents * params.startEveryMs,
    };
  },
});
