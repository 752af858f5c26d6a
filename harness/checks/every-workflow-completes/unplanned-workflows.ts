import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import type { Violation } from '../../model/violation.ts';
import { rowsOf } from '../define-check.ts';

/**
 * The event histories of workflows that are neither planned nor canaries: started without a request of the plan.
 *
 * @remarks The runner journals which workflows are canaries. Without that entry no workflow is accused.
 * @throws TypeError if the event histories are unavailable.
 */
export function unplannedWorkflows(evidence: Evidence): readonly Violation[] {
  const canaries = entriesOf(evidence.journal, 'canaries');
  if (canaries.length === 0) return [];
  const planned = evidence.plan.workload.map((job) => job.workflowId);
  const known = new Set([...canaries.flatMap(({ workflowIds }) => workflowIds), ...planned]);
  return rowsOf(evidence.eventHistories)
    .filter((history) => !known.has(history.workflowId))
    .map(({ workflowId, runId }): Violation => {
      return { workflowId, violation: 'not-planned', detail: `This workflow was not planned (run ${runId}).` };
    });
}
