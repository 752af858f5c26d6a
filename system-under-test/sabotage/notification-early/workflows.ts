import { ingest } from '../../workflows/ingest.ts';
import { beginIngestion, checkpoint } from '../../workflows/ingestion.ts';
import { ingestionSteps } from '../../workflows/ingestion-steps.ts';
import type { ActivityTimeouts, IngestDocumentInput, IngestDocumentResult } from '../../workflows/types.ts';

export { greeting } from '../../workflows/greeting.ts';

/** Broken: the requester hears of a publication before it is made. */
export async function ingestDocument(
  input: IngestDocumentInput,
  timeouts: ActivityTimeouts,
): Promise<IngestDocumentResult> {
  return ingest(beginIngestion(input, timeouts), {
    ...ingestionSteps,
    async publish(run) {
      const { document, requester } = run.input;
      await run.activities.notify({ document, requester });
      const batchReceipts = run.embedded.map(({ receipt }) => receipt);
      await checkpoint(run, 'published', [await run.activities.publish({ document, batchReceipts })]);
    },
  });
}
