import { z } from 'zod';
import { defineScenario, seededRandom } from '../harness/index.ts';
import { deploymentDocuments, midExtraction } from './workloads/deployment.ts';
import { gracefulChecks } from './workloads/graceful-checks.ts';

/**
 * Deploys a version that can't continue the executions of the first one: they are pinned to it and end on it, and new
 * ones begin on the second.
 */
export const workerDeployPinned = defineScenario({
  name: 'worker-deploy-pinned',
  hypothesis: 'Pinned executions end on the version that they began with, and new ones begin on the one deployed.',
  subject: 'documents',
  needs: ['kill', 'hold-calls'],
  params: z.strictObject({
    documents: z.int().min(12).max(200).default(24),
    drainMs: z.int().min(1000).max(30_000).default(2500),
    embargoMs: z.int().min(1000).max(60_000).default(15_000),
    reviewMs: z.int().min(0).max(60_000).default(3000),
  }),
  control: { sabotage: 'pinning-forgotten', check: 'event-history-well-formed' },
  plan: (seed, params) => ({
    workers: 2,
    version: 'v1-pinned',
    workload: deploymentDocuments(seededRandom(seed), params),
    schedule: [
      {
        id: 'deploy',
        at: midExtraction('worker-1'),
        fault: 'worker-replace',
        params: { version: 'v2-pinned' },
        target: { role: 'component', name: 'worker-1' },
        healAfterMs: params.drainMs,
      },
    ],
    checks: [...gracefulChecks],
    runTimeMs: 90_000,
  }),
});
