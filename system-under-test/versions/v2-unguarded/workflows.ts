import { ingest } from '../../workflows/ingest.ts';
import { beginIngestion } from '../../workflows/ingestion.ts';
import { ingestionSteps } from '../../workflows/ingestion-steps.ts';
import type { ActivityTimeouts, IngestDocumentInput, IngestDocumentResult } from '../../workflows/types.ts';
import { isDuplicate } from '../v2/duplicate-check.ts';

export { greeting } from '../../workflows/greeting.ts';

/**
 * The second version without `patched`: it must be given new executions only.
 *
 * @remarks An execution that the first version has taken past the new step can't continue on it, because its event history
 * has no such step.
 */
export async function ingestDocument(
  input: IngestDocumentInput,
  timeouts: ActivityTimeouts,
): Promise<IngestDocumentResult> {
  return ingest(beginIngestion(input, timeouts), {
    ...ingestionSteps,
    async review(run) {
      const decision = await ingestionSteps.review(run);
      return decision === 'approved' && (await isDuplicate(run)) ? 'rejected' : decision;
    },
  });
}
