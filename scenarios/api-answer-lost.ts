import { z } from 'zod';
import { defineScenario, seededRandom } from '../harness/index.ts';
import { checksOfApi, requestedDocuments } from './workloads/requested-documents.ts';

/** Temporal starts a document, and its answers to the API are lost to connection resets; the client asks again. */
export const apiAnswerLost = defineScenario({
  name: 'api-answer-lost',
  hypothesis: 'A start whose answer is lost on its way to the API starts nothing twice.',
  subject: 'documents',
  needs: ['toxics', 'hold-calls', 'own-supabase'],
  params: z.strictObject({
    documents: z.int().min(3).max(200).default(20),
    workers: z.int().min(1).max(8).default(2),
    startEveryMs: z.int().min(0).max(2000).default(200),
    faultMs: z.int().min(2500).max(10_000).default(3000),
  }),
  control: { sabotage: 'api-starts-anew', check: 'every-workflow-completes' },
  plan: (seed, params) => {
    const random = seededRandom(seed);
    const workload = requestedDocuments(random, { documents: params.documents, everyMs: params.startEveryMs });
    const { workflowId } = random.pick(workload);
    return {
      workers: params.workers,
      workload: [...workload],
      schedule: [
        {
          id: 'resets',
          at: { kind: 'call', side: 'reply', method: 'StartWorkflowExecution', nth: 1, workflowId },
          fault: 'link-reset-peer',
          params: {},
          target: { role: 'component', name: 'api', link: 'temporal' },
          healAfterMs: params.faultMs,
        },
      ],
      checks: checksOfApi,
      runTimeMs: 45_000 + params.documents * params.startEveryMs,
    };
  },
});
