import { z } from 'zod';
import { defineScenario, seededRandom } from '../harness/index.ts';
import { deploymentDocuments, deploymentTimeMs, midExtraction, onVersion } from './workloads/deployment.ts';
import { gracefulChecks } from './workloads/graceful-checks.ts';

/** The document that the bad version can't continue: it is in its embargo when that version is deployed. */
const STUCK = 'document-01';

/**
 * Deploys a version that can't continue what is under way, and goes back to the first one as soon as it fails a workflow
 * task.
 *
 * @remarks The other documents are reviewed after that. One that the bad version had taken past its change could not go
 * back, which is the price of a change without `patched`.
 */
export const workerDeployBadAndBack = defineScenario({
  name: 'worker-deploy-bad-and-back',
  hypothesis: 'Executions that a non-deterministic version has brought to a stand go on when the good one is back.',
  subject: 'documents',
  needs: ['kill', 'hold-calls'],
  params: z.strictObject({
    documents: z.int().min(12).max(200).default(24),
    drainMs: z.int().min(1000).max(30_000).default(2500),
    embargoMs: z.int().min(1000).max(60_000).default(7000),
    reviewMs: z.int().min(0).max(60_000).default(0),
  }),
  control: { sabotage: 'no-way-back', check: 'event-history-well-formed' },
  plan: (seed, params) => {
    const facts = { fault: 'worker-replace', target: { role: 'component', name: 'worker-1' } } as const;
    return {
      workers: 1,
      workload: deploymentDocuments(seededRandom(seed), params, { laterReviewsAfter: 'back' }).map((job) =>
        job.workflowId === STUCK ? onVersion(job, { completes: 'last-task', name: 'v1' }) : job,
      ),
      schedule: [
        {
          ...facts,
          id: 'bad',
          at: midExtraction('worker-1'),
          params: { version: 'v2-unguarded', breaks: true },
          healAfterMs: params.drainMs,
        },
        {
          ...facts,
          id: 'back',
          after: 'bad',
          at: { kind: 'event', workflowId: STUCK, eventType: 'WORKFLOW_TASK_FAILED', nth: 1 },
          params: { version: 'v1' },
          healAfterMs: params.drainMs,
        },
      ],
      checks: [...gracefulChecks, 'runs-on-version'],
      runTimeMs: deploymentTimeMs(params, 2),
    };
  },
});
