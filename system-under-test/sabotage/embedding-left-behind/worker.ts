import { setTimeout as sleep } from 'node:timers/promises';
import { createActivities } from '../../activities/create-activities.ts';
import type { EffectsClient } from '../../activities/effects-client.ts';
import { embedPages } from '../../activities/embed-pages.ts';
import { runWorker } from '../../run-worker.ts';
import { foreseenReceipt } from '../foreseen-receipt.ts';

/** By then a document that is withdrawn has had its batches revoked, on a busy machine too. */
const BEHIND_MS = 3000;

// Broken: a batch is reported as embedded seconds before it is. So it comes after what the workflow does next: its
// revocation makes nothing undone.
await runWorker((services) => ({
  ...createActivities(services),
  embedPages: embedPages({ ...services, effects: behind(services.effects) }),
}));

function behind(effects: EffectsClient): EffectsClient {
  return {
    apply(effect, key) {
      void sleep(BEHIND_MS)
        .then(() => effects.apply(effect, key))
        .catch(() => undefined);
      return Promise.resolve(foreseenReceipt(effect));
    },
  };
}
