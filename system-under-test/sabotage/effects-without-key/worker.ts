import { createActivities } from '../../activities/create-activities.ts';
import { runWorker } from '../../run-worker.ts';

// Broken: no effect has an idempotency key, so that every retry is charged again. Nothing shows until there is a retry.
await runWorker((services) =>
  createActivities({ ...services, effects: { apply: (effect) => services.effects.apply(effect, null) } }),
);
