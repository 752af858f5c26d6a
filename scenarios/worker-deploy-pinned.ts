import { z } from 'zod';
import {
  defineScenario,
  type Job,
  type Moment,
  type PlannedFault,
  type Random,
  seededRandom,
} from '../harness/index.ts';
import {
  type DeploymentLoad,
  deploymentDocuments,
  deploymentTimeMs,
  documentsAfter,
  midExtraction,
  NEW,
  onVersion,
} from './workloads/deployment.ts';
import { gracefulChecks } from './workloads/graceful-checks.ts';

/** From the start of the second document to that of the last that may begin on the first version. */
const LATER_SPAN_MS = 5000;

/**
 * Deploys a version that can't continue the executions of the first one: they are pinned to it and end on it, and new
 * ones begin on the second. Once the first version is drained, its last worker is replaced too.
 */
export const workerDeployPinned = defineScenario({
  name: 'worker-deploy-pinned',
  hypothesis: 'Pinned executions end on the version that they began with, new ones begin on the one deployed.',
  subject: 'documents',
  needs: ['kill', 'own-temporal', 'hold-calls'],
  params: z.strictObject({
    documents: z.int().min(12).max(200).default(24),
    drainMs: z.int().min(1000).max(30_000).default(2500),
    embargoMs: z.int().min(1000).max(60_000).default(1000),
    reviewMs: z.int().min(0).max(60_000).default(0),
  }),
  control: { sabotage: 'pinning-forgotten', check: 'runs-on-version' },
  plan: (seed, params) => {
    const random = seededRandom(seed);
    const old = documentsBefore(random, params);
    return {
      workers: 2,
      version: 'v1-pinned',
      workload: [
        ...old,
        ...documentsOn('v2-pinned', documentsAfter('deploy', random, params.documents - 2 * NEW + 1)),
        ...documentsOn('v2-pinned', documentsAfter('retire', random, params.documents - NEW + 1)),
      ],
      schedule: [
        { ...replacement(1, params.drainMs), id: 'deploy', at: midExtraction('worker-1') },
        { ...replacement(2, params.drainMs, { drained: true }), id: 'retire', after: 'deploy', at: endOf(old) },
      ],
      checks: [...gracefulChecks, 'runs-on-version'],
      runTimeMs: deploymentTimeMs(params, 2),
    };
  },
});

/** Documents that begin on the first version, or while the second one is deployed. */
function documentsBefore(random: Random, load: DeploymentLoad): Job[] {
  const course = { firstReviewAfter: 'deploy', laterReviewsAfter: 'deploy', laterSpanMs: LATER_SPAN_MS };
  const [first, ...others] = deploymentDocuments(random, { ...load, documents: load.documents - 2 * NEW }, course);
  return [
    // It is reviewed when the second version is deployed, and ends on the first one all the same.
    ...(first === undefined ? [] : documentsOn('v1-pinned', [first])),
    ...others.map((job) => onVersion(job, { completes: 'every-task' })),
  ];
}

function documentsOn(version: string, jobs: readonly Job[]): Job[] {
  return jobs.map((job) => onVersion(job, { completes: 'every-task', name: version }));
}

function endOf(jobs: readonly Job[]): Moment {
  return { kind: 'ended', workflowIds: jobs.map(({ workflowId }) => workflowId) };
}

function replacement(number: number, healAfterMs: number, more = {}): Omit<PlannedFault, 'id' | 'at'> {
  return {
    fault: 'worker-replace',
    params: { version: 'v2-pinned', ...more },
    target: { role: 'component', name: `worker-${number}` },
    healAfterMs,
  };
}
