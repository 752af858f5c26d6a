import { ingest } from '../../workflows/ingest.ts';
import { beginIngestion, type Ingestion } from '../../workflows/ingestion.ts';
import { ingestionSteps } from '../../workflows/ingestion-steps.ts';
import type { ActivityTimeouts, IngestDocumentInput, IngestDocumentResult } from '../../workflows/types.ts';
import type { OwnedBatch } from './owned-batch.ts';

export { greeting } from '../../workflows/greeting.ts';

/** Broken: a withdrawal revokes only the batches of which the worker says that they are ours. */
export async function ingestDocument(
  input: IngestDocumentInput,
  timeouts: ActivityTimeouts,
): Promise<IngestDocumentResult> {
  return ingest(beginIngestion(input, timeouts), {
    ...ingestionSteps,
    async withdraw(run, why) {
      const foreign = foreignBatches(run);
      const ours = run.begun.filter((batch) => !foreign.has(batch));
      run.begun.splice(0, run.begun.length, ...ours);
      await ingestionSteps.withdraw(run, why);
    },
  });
}

function foreignBatches({ embedded }: Ingestion): ReadonlySet<number> {
  const batches: readonly OwnedBatch[] = embedded;
  return new Set(batches.filter(({ ours }) => ours === false).map(({ batch }) => batch));
}
