import { ingest } from '../../workflows/ingest.ts';
import { beginIngestion, checkpoint } from '../../workflows/ingestion.ts';
import { ingestionSteps } from '../../workflows/ingestion-steps.ts';
import type { ActivityTimeouts, IngestDocumentInput, IngestDocumentResult } from '../../workflows/types.ts';

export { greeting } from '../../workflows/greeting.ts';

/** Broken: the checkpoint `extracted` is written before the pages are extracted. */
export async function ingestDocument(
  input: IngestDocumentInput,
  timeouts: ActivityTimeouts,
): Promise<IngestDocumentResult> {
  return ingest(beginIngestion(input, timeouts), {
    ...ingestionSteps,
    async extract(run) {
      const { document, pages } = run.input;
      await checkpoint(run, 'extracted', [{ document, pages }]);
      run.extracted = await run.extraction.extractPages({ document, pages });
    },
  });
}
