import { CancellationScope, isCancellation, sleep } from '@temporalio/workflow';
import type { Ingestion } from './ingestion.ts';
import { batchCount, type IngestionSteps } from './ingestion-steps.ts';
import type { IngestDocumentResult, IngestionOutcome } from './types.ts';

/**
 * Takes a document from its reception to its publication, or withdraws it.
 *
 * @remarks The embargo is the point of no return: a cancellation before its end withdraws the document, one after it
 * comes too late. Both the withdrawal and the publication run where no cancellation can cut them short.
 * @throws CancelledFailure after a withdrawal because of a cancellation, so that the workflow ends as cancelled.
 */
export async function ingest(run: Ingestion, steps: IngestionSteps): Promise<IngestDocumentResult> {
  try {
    await steps.receive(run);
    await steps.extract(run);
    await steps.embed(run);
    const decision = await steps.review(run);
    if (decision !== 'approved') {
      await CancellationScope.nonCancellable(() => steps.withdraw(run, decision));
      return resultOf(run, decision);
    }
    await sleep(run.input.embargoMs);
  } catch (error) {
    if (!isCancellation(error)) throw error;
    await CancellationScope.nonCancellable(() => steps.withdraw(run, 'cancelled'));
    throw error;
  }
  await CancellationScope.nonCancellable(() => steps.publish(run));
  return resultOf(run, 'published');
}

function resultOf({ input }: Ingestion, status: IngestionOutcome): IngestDocumentResult {
  const { document, pages, batchSize } = input;
  return { document, status, pages, batches: batchCount(pages, batchSize) };
}
