import { ingest } from './ingest.ts';
import { beginIngestion } from './ingestion.ts';
import { ingestionSteps } from './ingestion-steps.ts';
import type { ActivityTimeouts, IngestDocumentInput, IngestDocumentResult } from './types.ts';

/** The workflow `ingestDocument`: one document, read, embedded, reviewed by a human and published. */
export async function ingestDocument(
  input: IngestDocumentInput,
  timeouts: ActivityTimeouts,
): Promise<IngestDocumentResult> {
  return ingest(beginIngestion(input, timeouts), ingestionSteps);
}
