import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/create-activities.ts';
import { extractionOptions } from '../../workflows/activity-options.ts';
import { ingest } from '../../workflows/ingest.ts';
import { beginIngestion } from '../../workflows/ingestion.ts';
import { ingestionSteps } from '../../workflows/ingestion-steps.ts';
import type { ActivityTimeouts, IngestDocumentInput, IngestDocumentResult } from '../../workflows/types.ts';

export { greeting } from '../../workflows/greeting.ts';

/** Broken: a dead extraction is noticed after twice the time that its client asked for. */
export async function ingestDocument(
  input: IngestDocumentInput,
  timeouts: ActivityTimeouts,
): Promise<IngestDocumentResult> {
  const late = { ...timeouts, extractHeartbeatMs: timeouts.extractHeartbeatMs * 2 };
  const extraction = proxyActivities<Activities>(extractionOptions(late));
  return ingest(Object.assign(beginIngestion(input, timeouts), { extraction }), ingestionSteps);
}
