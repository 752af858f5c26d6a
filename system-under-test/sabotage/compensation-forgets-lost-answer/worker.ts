import { Context } from '@temporalio/activity';
import { z } from 'zod';
import { activityHeaders } from '../../activities/activity-headers.ts';
import { type Activities, createActivities } from '../../activities/create-activities.ts';
import { effectKey } from '../../activities/effect-key.ts';
import type { EmbedPagesInput } from '../../activities/embed-pages.ts';
import type { WorkerConfig } from '../../config.ts';
import { runWorker } from '../../run-worker.ts';
import type { OwnedBatch } from './owned-batch.ts';

const answerSchema = z.object({ outcome: z.enum(['applied', 'deduplicated']), receipt: z.string() });

// Broken, together with this variant's workflows: a batch that was embedded already is taken for another workflow's,
// though an earlier attempt of this one had it embedded. Nothing shows until the answer to one is lost.
await runWorker((services, config) => ({ ...createActivities(services), embedPages: embedUnlessKnown(config) }));

function embedUnlessKnown(config: WorkerConfig): Activities['embedPages'] {
  return async ({ document, batch, pageReceipts }: EmbedPagesInput): Promise<OwnedBatch> => {
    const limit = AbortSignal.timeout(config.OUTSIDE_WORLD_TIMEOUT_MS);
    const response = await fetch(new URL('/effects', config.OUTSIDE_WORLD_URL), {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Idempotency-Key': effectKey('embedding', batch),
        ...activityHeaders(),
      },
      body: JSON.stringify({ kind: 'embedding', subject: { document, batch }, payload: { pageReceipts } }),
      signal: AbortSignal.any([Context.current().cancellationSignal, limit]),
    });
    const { outcome, receipt } = answerSchema.parse(await response.json());
    return { batch, receipt, ours: outcome === 'applied' };
  };
}
