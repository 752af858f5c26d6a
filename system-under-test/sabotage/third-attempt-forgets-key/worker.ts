import { Context } from '@temporalio/activity';
import { createActivities } from '../../activities/create-activities.ts';
import type { EffectsClient } from '../../activities/effects-client.ts';
import { runWorker } from '../../run-worker.ts';

// Broken: from the third attempt on an effect is asked for under another key, as if it were another effect. No single
// crash shows it: that takes two in one activity.
await runWorker((services) => createActivities({ ...services, effects: forgetful(services.effects) }));

function forgetful(effects: EffectsClient): EffectsClient {
  return {
    apply(effect, key) {
      const { attempt } = Context.current().info;
      return effects.apply(effect, attempt < 3 ? key : `${key}/${attempt}`);
    },
  };
}
