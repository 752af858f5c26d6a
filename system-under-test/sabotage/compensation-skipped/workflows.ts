import { ingest } from '../../workflows/ingest.ts';
import { beginIngestion, checkpoint } from '../../workflows/ingestion.ts';
import { ingestionSteps } from '../../workflows/ingestion-steps.ts';
import type { ActivityTimeouts, IngestDocumentInput, IngestDocumentResult } from '../../workflows/types.ts';

export { greeting } from '../../workflows/greeting.ts';

/** Broken: a document that is withdrawn keeps its embeddings. */
export async function ingestDocument(
  input: IngestDocumentInput,
  timeouts: ActivityTimeouts,
): Promise<IngestDocumentResult> {
  return ingest(beginIngestion(input, timeouts), {
    ...ingestionSteps,
    withdraw: (run, why) => checkpoint(run, why, []),
  });
}
