import type { CheckpointStore } from '../../activities/checkpoint-store.ts';
import { createActivities } from '../../activities/create-activities.ts';
import { runWorker } from '../../run-worker.ts';

// Broken: a row that can't be written at once is dropped silently, so it is never retried. Nothing shows
// until Supabase is away.
await runWorker((services) => createActivities({ ...services, checkpoints: bestEffort(services.checkpoints) }));

function bestEffort(store: CheckpointStore): CheckpointStore {
  return { save: (row) => store.save(row).catch(() => undefined) };
}
