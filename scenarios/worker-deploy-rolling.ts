import { z } from 'zod';
import { defineScenario, type Job, type PlannedFault, type Random, seededRandom } from '../harness/index.ts';
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
 * Replaces one worker after another by the next version of the system, each by SIGTERM with an extraction in hand.
 *
 * @remarks The first document is approved by the first version and stays in its embargo until every worker is replaced.
 * The others are reviewed after that, so the second version continues executions on both sides of its change. Some begin
 * on it.
 */
export const workerDeployRolling = defineScenario({
  name: 'worker-deploy-rolling',
  hypothesis: 'A rolling deployment of a patched version loses no work, repeats none, and continues what is under way.',
  subject: 'documents',
  needs: ['kill', 'hold-calls'],
  params: z.strictObject({
    documents: z.int().min(12).max(200).default(24),
    workers: z.int().min(2).max(4).default(2),
    drainMs: z.int().min(1000).max(30_000).default(2500),
    embargoMs: z.int().min(1000).max(60_000).default(18_000),
    reviewMs: z.int().min(0).max(60_000).default(0),
  }),
  control: { sabotage: 'unguarded-change', check: 'event-history-well-formed' },
  plan: (seed, params) => ({
    workers: params.workers,
    workload: workloadOf(seededRandom(seed), params),
    schedule: Array.from({ length: params.workers }, (_, index) => replacement(index + 1, params.drainMs)),
    checks: [...gracefulChecks, 'runs-on-version'],
    runTimeMs: deploymentTimeMs(params, params.workers),
  }),
});

/** Documents under way, of which the first must end on the second version, and some that begin on it. */
function workloadOf(random: Random, load: DeploymentLoad & { readonly workers: number }): Job[] {
  const [first, ...others] = deploymentDocuments(random, load, { laterReviewsAfter: `replace-${load.workers}` });
  const later = documentsAfter(`replace-${load.workers}`, random, load.documents + 1);
  return [
    ...(first === undefined ? [] : [onVersion(first, { completes: 'last-task', name: 'v2' })]),
    ...others,
    ...later.map((job) => onVersion(job, { completes: 'every-task', name: 'v2' })),
  ];
}

/** One worker is replaced in the middle of a document; the next one follows when its successor works. */
function replacement(number: number, healAfterMs: number): PlannedFault {
  const name = `worker-${number}`;
  return {
    id: `replace-${number}`,
    ...(number === 1 ? {} : { after: `replace-${number - 1}` }),
    at: midExtraction(name),
    fault: 'worker-replace',
    params: { version: 'v2' },
    target: { role: 'component', name },
    healAfterMs,
  };
}
