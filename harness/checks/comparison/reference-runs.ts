import { comparesAny, expectationsOf, isCompared, withEnd } from '../../model/compared-items.ts';
import type { Evidence } from '../../model/evidence.ts';
import { chainOf } from '../../model/execution-chains.ts';
import type { Expectation } from '../../model/expectation.ts';
import type { Job, References } from '../../model/plan.ts';
import { endOf } from '../evidence/activity-records.ts';

/** The references of a job; undefined if it has none. */
export function referencesOf({ plan }: Evidence, { workflowId }: Pick<Job, 'workflowId'>): References | undefined {
  return plan.references?.find(({ of }) => of.includes(workflowId));
}

/**
 * Why the references of a job can't say what is to be expected of it, as a clause; null if they can.
 *
 * @remarks A workflow that fails without a fault may be meant to; only a given end says so.
 */
export function referenceDoubt(evidence: Evidence, job: Job): string | null {
  if (!comparesAny(job)) return null;
  const references = referencesOf(evidence, job);
  if (references === undefined) return 'the plan has no run of it without a fault to compare it with';
  const ends = endsOf(evidence, references);
  if (typeof ends === 'string') return ends;
  const [end, ...others] = new Set(ends);
  if (end === undefined) return 'it has no run without a fault to compare it with';
  if (others.length > 0) return `its runs without a fault ended in different ways: ${[end, ...others].join(', ')}`;
  if (mayEnd(job, end)) return null;
  return `its runs without a fault ended as ${end}, which \`expect.end\` does not give`;
}

/** The jobs with the ends of their references where these count. */
export function withReferenceEnds(evidence: Evidence): Evidence {
  const { plan } = evidence;
  if (!plan.workload.some((job) => comparesAny(job, ['end']))) return evidence;
  const workload = plan.workload.map((job) => {
    const references = referenceDoubt(evidence, job) === null ? referencesOf(evidence, job) : undefined;
    const ends = references === undefined ? '' : endsOf(evidence, references);
    const [end] = typeof ends === 'string' ? [] : ends;
    return end === undefined ? job : withEnd(job, end);
  });
  return { ...evidence, plan: { ...plan, workload } };
}

/** Whether the end of its references is one that a job may have: a given one, or one that is no failure. */
function mayEnd(job: Job, end: Expectation['end']): boolean {
  return expectationsOf(job).some((expect) => {
    return isCompared(expect, 'end') ? end !== 'failed' && end !== 'timed-out' : expect.end === end;
  });
}

/** How each of the references ended; a clause if one can't be told. */
function endsOf({ references }: Evidence, { runs }: References): readonly Expectation['end'][] | string {
  const book = references?.eventHistories;
  if (book === undefined) return 'its runs without a fault are not in the evidence';
  if (book.state === 'unavailable') return `its runs without a fault could not be read: ${book.reason}`;
  const ends: Expectation['end'][] = [];
  for (const { workflowId } of runs) {
    const last = chainOf(book.rows.filter((one) => one.workflowId === workflowId)).current.at(-1);
    if (last === undefined) return `${workflowId}, its run without a fault, is not in the event histories`;
    const end = endOf(last);
    if (end === null || end === 'continued-as-new') return `${workflowId}, its run without a fault, did not end`;
    ends.push(end);
  }
  return ends;
}
