import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import type { Violation } from '../../model/violation.ts';
import { executionsIn } from '../evidence/executions.ts';

/**
 * The event histories of workflows that are neither planned nor canaries, and that belong to none of these: no event
 * and no declaration of the plan says why they were started.
 *
 * @remarks The runner journals which workflows are canaries. Without that entry no workflow is accused.
 * @throws TypeError if the event histories are unavailable.
 */
export function unplannedWorkflows(evidence: Evidence): readonly Violation[] {
  if (entriesOf(evidence.journal, 'canaries').length === 0) return [];
  return executionsIn(evidence)
    .filter(({ origin }) => origin.kind === 'unexplained')
    .map(({ history: { workflowId, runId } }): Violation => {
      return { workflowId, violation: 'not-planned', detail: `This workflow was not planned (run ${runId}).` };
    });
}
