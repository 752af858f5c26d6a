import { patched } from '@temporalio/workflow';
import { ingest } from '../../workflows/ingest.ts';
import { beginIngestion } from '../../workflows/ingestion.ts';
import { ingestionSteps } from '../../workflows/ingestion-steps.ts';
import type { ActivityTimeouts, IngestDocumentInput, IngestDocumentResult } from '../../workflows/types.ts';
import { DUPLICATE_CHECK, isDuplicate } from './duplicate-check.ts';

export { greeting } from '../../workflows/greeting.ts';

/**
 * The second version of `ingestDocument`: an approved document is checked for duplicates before its embargo begins.
 *
 * @remarks Executions that the first version has taken past this point replay without the check and end as they began.
 * A duplicate is withdrawn like a rejected document.
 */
export async function ingestDocument(
  input: IngestDocumentInput,
  timeouts: ActivityTimeouts,
): Promise<IngestDocumentResult> {
  return ingest(beginIngestion(input, timeouts), {
    ...ingestionSteps,
    async review(run) {
      const decision = await ingestionSteps.review(run);
      if (decision !== 'approved' || !patched(DUPLICATE_CHECK)) return decision;
      return (await isDuplicate(run)) ? 'rejected' : decision;
    },
  });
}
