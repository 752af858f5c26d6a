import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import type { Json } from '../../model/json.ts';
import { rowsOf } from '../define-check.ts';

/**
 * The event histories of workflows that are neither planned nor canaries: somebody started what nobody asked for.
 *
 * @remarks Who the canaries are the runner says in a note; without it nobody knows, and none is accused.
 * @throws TypeError where the event histories are unavailable.
 */
export function unplannedWorkflows(evidence: Evidence): readonly Json[] {
  const notes = entriesOf(evidence.journal, 'note').filter((entry) => entry.message === 'canaries');
  if (notes.length === 0) return [];
  const canaries = notes.flatMap(({ data }) => (Array.isArray(data) ? (data as readonly Json[]) : []));
  const known = new Set<Json>([...canaries, ...evidence.plan.workload.map((job) => job.workflowId)]);
  return rowsOf(evidence.eventHistories)
    .filter((history) => !known.has(history.workflowId))
    .map(({ workflowId, runId }) => {
      return { workflowId, violation: 'not-planned', detail: `Nobody planned this workflow (run ${runId}).` };
    });
}
