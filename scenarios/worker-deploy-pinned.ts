import { z } from 'zod';
import { defineScenario, type Job, type Random, seededRandom } from '../harness/index.ts';
import {
  type DeploymentLoad,
  deploymentDocuments,
  deploymentTimeMs,
  documentsAfter,
  midExtraction,
  onVersion,
} from './workloads/deployment.ts';
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
    embargoMs: z.int().min(1000).max(60_000).default(25_000),
    reviewMs: z.int().min(0).max(60_000).default(3000),
  }),
  control: { sabotage: 'pinning-forgotten', check: 'runs-on-version' },
  plan: (seed, params) => ({
    workers: 2,
    version: 'v1-pinned',
    workload: workloadOf(seededRandom(seed), params),
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
    checks: [...gracefulChecks, 'runs-on-version'],
    runTimeMs: deploymentTimeMs(params, 1),
  }),
});

/** Documents that begin on the first version, and some that begin once the second one is deployed. */
function workloadOf(random: Random, load: DeploymentLoad): Job[] {
  const [first, ...others] = deploymentDocuments(random, load);
  const later = documentsAfter('deploy', random, load.documents + 1);
  return [
    ...(first === undefined ? [] : [onVersion(first, { completes: 'every-task', name: 'v1-pinned' })]),
    // They begin before or after the second version is deployed.
    ...others.map((job) => onVersion(job, { completes: 'every-task' })),
    ...later.map((job) => onVersion(job, { completes: 'every-task', name: 'v2-pinned' })),
  ];
}
