import type { Finding } from '../../model/check.ts';
import { expectationsOf } from '../../model/compared-items.ts';
import type { Plan } from '../../model/plan.ts';
import { violationsIn } from '../../model/violation.ts';
import type { MetExpectations } from './met-expectations.ts';

/** The jobs with several legal outcomes, and the one of each that is judged. */
interface Closest extends Pick<MetExpectations, 'chosen'> {
  readonly plan: Pick<Plan, 'workload'>;
}

/** A finding that says which of several legal outcomes a workflow was held against, if it met none. */
export function withClosest(finding: Finding, { plan, chosen }: Closest): Finding {
  if (finding.verdict !== 'invalid' || chosen.size === 0) return finding;
  const wrong = new Set(violationsIn(finding.exhibits).map(({ workflowId }) => workflowId));
  const told = plan.workload.flatMap((job) => {
    const index = chosen.get(job.workflowId);
    if (index === undefined || !wrong.has(job.workflowId)) return [];
    return [{ workflowId: job.workflowId, legalOutcomes: expectationsOf(job).length, closest: index + 1 }];
  });
  const [first] = told;
  if (first === undefined) return finding;
  const which = `Of ${first.legalOutcomes} legal outcomes of ${first.workflowId}, number ${first.closest} is the closest.`;
  return { ...finding, summary: `${finding.summary} ${which}`, exhibits: [...finding.exhibits, ...told] };
}
