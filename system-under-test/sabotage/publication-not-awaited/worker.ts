import { createActivities } from '../../activities/create-activities.ts';
import type { EffectsClient } from '../../activities/effects-client.ts';
import { publish } from '../../activities/publish.ts';
import { runWorker } from '../../run-worker.ts';
import { foreseenReceipt } from '../foreseen-receipt.ts';

// Broken: a publication is reported as done while its request is on its way. A worker that dies in between loses it for
// good, since Temporal has the activity for done.
await runWorker((services) => ({
  ...createActivities(services),
  publish: publish({ ...services, effects: unawaited(services.effects) }),
}));

function unawaited(effects: EffectsClient): EffectsClient {
  return {
    apply(effect, key) {
      void effects.apply(effect, key).catch(() => undefined);
      return Promise.resolve(foreseenReceipt(effect));
    },
  };
}
