import type { ComparableItem } from '../../model/as-without-fault.ts';
import type { Check, Finding } from '../../model/check.ts';
import { comparesAny } from '../../model/compared-items.ts';
import { count } from '../../model/count.ts';
import type { Json } from '../../model/json.ts';
import { isViolation, type ToldViolation } from '../../model/violation.ts';
import { defineCheck, invalid, unknown, valid, withFirst } from '../define-check.ts';
import { describeDoubt } from '../evidence/job-records.ts';
import { type ComparedJob, comparedJobs } from './compared-jobs.ts';
import { describeNotJudged, type NotJudged } from './unread-values.ts';

/** One of the ways in which a workflow is compared with runs without a fault. */
export interface ComparisonClaim extends Pick<Check, 'name' | 'invariant'> {
  /** The items of an expectation that it judges. */
  readonly items: readonly ComparableItem[];
}

/**
 * Makes the check that judges some items of those expectations that are as without a fault.
 *
 * @remarks An exploration compares each of its points in the same way, also if its case gives values, so its points need no such
 * check.
 */
export function comparisonCheck({ name, invariant, items }: ComparisonClaim): Check {
  return defineCheck({
    name,
    invariant,
    books: ['eventHistories'],
    // Where all is given there is nothing to compare, and no report says that it was left out.
    onRequest: true,
    givenBy: ({ workload }) => workload.some((job) => comparesAny(job, items)),
    judge: (evidence) => {
      const ours = comparedJobs(evidence).filter((one) => items.some((item) => one.items.includes(item)));
      if (ours.length === 0) return unknown('No job that was started is compared with runs without a fault.');
      const violations = ours.flatMap((one) => violationsOf(one, name));
      const workflows = count(ours.length, 'workflow');
      if (violations.length > 0) {
        const differing = new Set(violations.map(({ workflowId }) => workflowId)).size;
        return invalid(
          withFirst(`${differing} of ${workflows} differ from runs without a fault`, violations),
          violations,
        );
      }
      const doubts = ours.filter(({ doubt }) => doubt !== null);
      if (doubts.length > 0) return unknown(describeDoubt(doubts));
      const same = (one: ComparedJob): Finding | undefined =>
        one.findings.find(({ check, verdict }) => check === name && verdict === 'valid');
      const found = ours.filter((one) => same(one) !== undefined);
      const unread = unreadOf(ours, items);
      const [first] = found;
      if (first === undefined) return unknown(`There is nothing to compare.${describeNotJudged(unread)}`, unread);
      const blank = ours.find((one) => same(one) === undefined && unreadOf([one], items).length > 0);
      if (blank !== undefined) {
        const { workflowId } = blank.job;
        return unknown(`Nothing of ${workflowId} can be compared.${describeNotJudged(unread)}`, unread);
      }
      const most = Math.max(...found.map(({ references }) => references));
      const compared = count(found.length, 'workflow');
      const as = `${compared} as in ${count(most, 'run')} each without a fault. ${same(first)?.summary ?? ''}`;
      return valid(as + describeNotJudged(unread), unread);
    },
  });
}

function unreadOf(jobs: readonly ComparedJob[], items: readonly ComparableItem[]): readonly NotJudged[] {
  return jobs.flatMap(({ job: { workflowId }, unread }) =>
    unread
      .filter(({ item }) => items.includes(item))
      .map(({ what, payloadEncoding }) => ({ workflowId, notJudged: what, payloadEncoding })),
  );
}

function violationsOf({ job: { workflowId }, findings }: ComparedJob, name: string): readonly ToldViolation[] {
  return findings
    .filter(({ check, verdict }) => check === name && verdict === 'invalid')
    .flatMap(({ exhibits }) => exhibits.filter((one) => isTold(one)))
    .map((one) => ({ workflowId, ...one }));
}

function isTold(exhibit: Json): exhibit is ToldViolation {
  return isViolation(exhibit) && typeof exhibit['detail'] === 'string' && 'expected' in exhibit && 'actual' in exhibit;
}
