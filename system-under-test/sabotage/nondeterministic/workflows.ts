import { sleep, workflowInfo } from '@temporalio/workflow';
import { ingest } from '../../workflows/ingest.ts';
import { beginIngestion } from '../../workflows/ingestion.ts';
import { ingestionSteps } from '../../workflows/ingestion-steps.ts';
import type { ActivityTimeouts, IngestDocumentInput, IngestDocumentResult } from '../../workflows/types.ts';

export { greeting } from '../../workflows/greeting.ts';

/**
 * Broken: does something else in a replay than it did the first time.
 *
 * @remarks Late in the workflow, so that the system mostly gets to its end and the replay of its history tells.
 */
export async function ingestDocument(
  input: IngestDocumentInput,
  timeouts: ActivityTimeouts,
): Promise<IngestDocumentResult> {
  return ingest(beginIngestion(input, timeouts), {
    ...ingestionSteps,
    async publish(run) {
      if (!workflowInfo().unsafe.isReplaying) await sleep(1);
      await ingestionSteps.publish(run);
    },
  });
}
