import { condition } from '@temporalio/workflow';
import type { RevokedBatch } from '../activities/revoke-embeddings.ts';
import { checkpoint, type Ingestion } from './ingestion.ts';

/** How an ingestion ends that is compensated. */
export type Withdrawal = 'rejected' | 'timed-out' | 'cancelled';

/** The steps of an ingestion, each with the checkpoint that ends it. */
export interface IngestionSteps {
  receive(run: Ingestion): Promise<void>;
  extract(run: Ingestion): Promise<void>;
  embed(run: Ingestion): Promise<void>;
  review(run: Ingestion): Promise<'approved' | 'rejected' | 'timed-out'>;
  publish(run: Ingestion): Promise<void>;
  withdraw(run: Ingestion, why: Withdrawal): Promise<void>;
}

/** The steps as they are meant to be. */
export const ingestionSteps: IngestionSteps = { receive, extract, embed, review, publish, withdraw };

/** How many batches a document is embedded in. */
export function batchCount(pages: number, batchSize: number): number {
  return Math.ceil(pages / batchSize);
}

async function receive(run: Ingestion): Promise<void> {
  await checkpoint(run, 'received', [run.input, run.timeouts]);
}

async function extract(run: Ingestion): Promise<void> {
  const { document, pages } = run.input;
  run.extracted = await run.extraction.extractPages({ document, pages });
  await checkpoint(run, 'extracted', [run.extracted]);
}

async function embed(run: Ingestion): Promise<void> {
  const { document, pages, batchSize } = run.input;
  const receipts = run.extracted?.receipts ?? [];
  for (let batch = 1; batch <= batchCount(pages, batchSize); batch += 1) {
    // A batch that is never asked for needs no revocation.
    if (run.isCancelled()) break;
    // Noted before it is asked for: a batch whose outcome is not known must be revoked too.
    run.begun.push(batch);
    const pageReceipts = receipts.slice((batch - 1) * batchSize, batch * batchSize);
    run.embedded.push(await run.activities.embedPages({ document, batch, pageReceipts }));
  }
  await checkpoint(run, 'embedded', run.embedded);
}

async function review(run: Ingestion): Promise<'approved' | 'rejected' | 'timed-out'> {
  const decided = await condition(() => run.review !== undefined, run.input.reviewTimeoutMs);
  if (!decided || run.review === undefined) return 'timed-out';
  if (run.review.decision === 'approved') await checkpoint(run, 'approved', [run.review]);
  return run.review.decision;
}

async function publish(run: Ingestion): Promise<void> {
  const { document, requester } = run.input;
  const publication = await run.activities.publish({ document, batchReceipts: run.embedded.map((it) => it.receipt) });
  await checkpoint(run, 'published', [publication]);
  await run.activities.notify({ document, requester });
}

async function withdraw(run: Ingestion, why: Withdrawal): Promise<void> {
  await settle(run);
  const revoked: RevokedBatch[] = [];
  for (const batch of run.begun.toReversed()) {
    revoked.push(await run.activities.revokeEmbeddings({ document: run.input.document, batch }));
  }
  await checkpoint(run, why, revoked);
}

/**
 * Asks once more for the batch whose outcome is not known: a request of a lost attempt may still be on its way. Once the key
 * is used, that request changes nothing, and so can't come after the revocation.
 */
async function settle(run: Ingestion): Promise<void> {
  const batch = run.begun[run.embedded.length];
  if (batch === undefined) return;
  const { document, batchSize } = run.input;
  const pageReceipts = (run.extracted?.receipts ?? []).slice((batch - 1) * batchSize, batch * batchSize);
  run.embedded.push(await run.activities.embedPages({ document, batch, pageReceipts }));
}
