import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import type { ToldViolation } from '../../model/violation.ts';
import { executionsIn } from '../evidence/executions.ts';

/**
 * The event histories of workflows that are neither planned nor canaries, and that belong to none of these: no event
 * and no declaration of the plan says why they were started.
 *
 * @remarks The runner journals which workflows are canaries. Without that entry no workflow is accused.
 * @throws TypeError if the event histories are unavailable.
 */
export function unplannedWorkflows(evidence: Evidence): readonly ToldViolation[] {
  if (entriesOf(evidence.journal, 'canaries').length === 0) return [];
  return executionsIn(evidence)
    .filter(({ origin }) => origin.kind === 'unexplained')
    .map(({ history: { workflowId, runId } }): ToldViolation => {
      const detail = `This workflow was not planned (run ${runId}).`;
      return { workflowId, violation: 'not-planned', detail, expected: 'no such workflow', actual: `run ${runId}` };
    });
}
