import { expectationsOf } from '../../model/compared-items.ts';
import type { Evidence } from '../../model/evidence.ts';
import type { Expectation } from '../../model/expectation.ts';
import { checksOfExpectations } from '../../model/judged-expectations.ts';
import type { Job } from '../../model/plan.ts';
import { violationsIn } from '../../model/violation.ts';
import { checks } from '../index.ts';
import { jobsOfWorkflows } from './executions.ts';

/** Which of several right results each workflow met, or came closest to. */
export interface MetExpectations {
  /** The evidence with that one expectation for each job. */
  readonly evidence: Evidence;
  /** By workflow id, for jobs with several: which, counted from 0. */
  readonly chosen: ReadonlyMap<string, number>;
}

const known = new WeakMap<Evidence, MetExpectations>();

/**
 * Chooses one expectation for each job: of several that are right, the one that its workflow met wholly, or else the
 * closest.
 *
 * @remarks That is the one with the fewest violations: of its end and result first, since these say which way the
 * workflow went, then of all that is expected. Of two that are as close, a given one counts more than one as without a
 * fault, and the first more than a later one.
 */
export function metExpectations(evidence: Evidence): MetExpectations {
  const found = known.get(evidence) ?? chooseAll(evidence);
  known.set(evidence, found);
  return found;
}

function chooseAll(evidence: Evidence): MetExpectations {
  const { plan, eventHistories } = evidence;
  const most = Math.max(0, ...plan.workload.map((job) => expectationsOf(job).length));
  if (most <= 1 || eventHistories.state === 'unavailable') return { evidence, chosen: new Map() };
  const distances = Array.from({ length: most }, (_, index) => distancesBy(withNth(evidence, () => index)));
  const several = plan.workload.filter((job) => expectationsOf(job).length > 1);
  const chosen = new Map(several.map((job) => [job.workflowId, closestOf(job, distances)]));
  return { evidence: withNth(evidence, ({ workflowId }) => chosen.get(workflowId) ?? 0), chosen };
}

/** The evidence in which each job expects one thing: the n-th, or the last if it has fewer. */
function withNth(evidence: Evidence, nthOf: (job: Job) => number): Evidence {
  const workload = evidence.plan.workload.map((job) => {
    const all = expectationsOf(job);
    return { ...job, expect: all[Math.min(nthOf(job), all.length - 1)] ?? job.expect };
  });
  return { ...evidence, plan: { ...evidence.plan, workload } };
}

/** How far a workflow is from what is expected of it. */
interface Distance {
  /** Of its end, its result and what its client did. */
  readonly end: number;
  readonly rest: number;
}

const none: Distance = { end: 0, rest: 0 };
const ENDS = 'every-workflow-completes';
const deciding = checks.filter(({ name }) => checksOfExpectations.has(name) && name !== 'recovers-within-bound');

function distancesBy(evidence: Evidence): ReadonlyMap<string, Distance> {
  const jobOf = jobsOfWorkflows(evidence);
  const distances = new Map<string, Distance>();
  for (const check of deciding) {
    for (const { workflowId } of violationsIn(check.judge(evidence).exhibits)) {
      const id = typeof workflowId === 'string' ? (jobOf(workflowId) ?? workflowId) : '';
      const { end, rest } = distances.get(id) ?? none;
      distances.set(id, check.name === ENDS ? { end: end + 1, rest } : { end, rest: rest + 1 });
    }
  }
  return distances;
}

function closestOf(job: Job, distances: readonly ReadonlyMap<string, Distance>[]): number {
  const ranked = expectationsOf(job).map((expect, index) => {
    return { index, ...(distances[index]?.get(job.workflowId) ?? none), compared: comparedItems(expect) };
  });
  const [closest] = ranked.toSorted((a, b) => a.end - b.end || a.rest - b.rest || a.compared - b.compared);
  return closest?.index ?? 0;
}

function comparedItems({ asWithoutFault = [] }: Expectation): number {
  return asWithoutFault.length;
}
