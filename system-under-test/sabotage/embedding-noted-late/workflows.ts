import { ingest } from '../../workflows/ingest.ts';
import { beginIngestion, checkpoint } from '../../workflows/ingestion.ts';
import { batchCount, ingestionSteps } from '../../workflows/ingestion-steps.ts';
import type { ActivityTimeouts, IngestDocumentInput, IngestDocumentResult } from '../../workflows/types.ts';

export { greeting } from '../../workflows/greeting.ts';

/** Broken: a batch is noted for its revocation only once its embedding is known, so one in flight is forgotten. */
export async function ingestDocument(
  input: IngestDocumentInput,
  timeouts: ActivityTimeouts,
): Promise<IngestDocumentResult> {
  return ingest(beginIngestion(input, timeouts), {
    ...ingestionSteps,
    async embed(run) {
      const { document, pages, batchSize } = run.input;
      const receipts = run.extracted?.receipts ?? [];
      for (let batch = 1; batch <= batchCount(pages, batchSize); batch += 1) {
        const pageReceipts = receipts.slice((batch - 1) * batchSize, batch * batchSize);
        run.embedded.push(await run.activities.embedPages({ document, batch, pageReceipts }));
        run.begun.push(batch);
      }
      await checkpoint(run, 'embedded', run.embedded);
    },
  });
}
