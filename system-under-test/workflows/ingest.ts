import { CancellationScope, CancelledFailure, isCancellation, sleep } from '@temporalio/workflow';
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
  } catch (thrown) {
    const error = run.isCancelled() ? asCancellation(thrown) : thrown;
    if (!isCancellation(error)) throw error;
    await CancellationScope.nonCancellable(() => steps.withdraw(run, 'cancelled'));
    throw error;
  }
  await CancellationScope.nonCancellable(() => steps.publish(run));
  return resultOf(run, 'published');
}

/**
 * The cancellation that an error came of.
 *
 * @remarks Temporal makes no further attempt of an activity that is to be cancelled. If its attempt fails, or its worker dies,
 * the activity has failed or timed out, and is not said to be cancelled.
 */
function asCancellation(thrown: unknown): unknown {
  return isCancellation(thrown)
    ? thrown
    : new CancelledFailure('An activity ended otherwise while it was to be cancelled.');
}

function resultOf({ input }: Ingestion, status: IngestionOutcome): IngestDocumentResult {
  const { document, pages, batchSize } = input;
  return { document, status, pages, batches: batchCount(pages, batchSize) };
}
