import type { WorkflowHandleWithStartDetails } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { ingestDocument } from '../workflows/ingest-document.ts';
import type { ActivityTimeouts, DocumentStatus, IngestDocumentInput } from '../workflows/types.ts';
import { waitUntil } from './wait-until.ts';

/** A document's workflow, as a test sees it. */
export type DocumentHandle = WorkflowHandleWithStartDetails<typeof ingestDocument>;

/** Short timeouts, so that a lost attempt is missed within seconds. */
export const shortTimeouts: ActivityTimeouts = {
  extractStartToCloseMs: 15_000,
  extractHeartbeatMs: 2000,
  startToCloseMs: 3000,
  retryInitialMs: 200,
  retryBackoff: 1.5,
  retryMaximumMs: 1000,
};

/** A document of five pages in three batches, whose review is not hurried and whose embargo is short. */
export function documentInput(document: string, change: Partial<IngestDocumentInput> = {}): IngestDocumentInput {
  const usual = { pages: 5, batchSize: 2, reviewTimeoutMs: 60_000, embargoMs: 50, requester: 'someone' };
  return { document, ...usual, ...change };
}

/** Starts the ingestion of a document. */
export async function startDocument(
  { client }: TestWorkflowEnvironment,
  input: IngestDocumentInput,
  taskQueue = 'apex-ingestion-queue',
): Promise<DocumentHandle> {
  return client.workflow.start<typeof ingestDocument>('ingestDocument', {
    workflowId: input.document,
    taskQueue,
    workflowTaskTimeout: '2s',
    args: [input, shortTimeouts],
  });
}

/** Waits until the workflow says by its query that it has a status. */
export async function hasStatus(handle: DocumentHandle, status: DocumentStatus): Promise<void> {
  await waitUntil(`${handle.workflowId} to be "${status}"`, async () => {
    return (await handle.query<DocumentStatus>('status')) === status ? true : undefined;
  });
}
