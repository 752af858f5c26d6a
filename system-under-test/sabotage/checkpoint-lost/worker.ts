import type { CheckpointRow, CheckpointStore } from '../../activities/checkpoint-store.ts';
import { createActivities } from '../../activities/create-activities.ts';
import { runWorker } from '../../run-worker.ts';

// Broken: one stage's row is such that the table refuses it, and the refusal is swallowed.
await runWorker((services) => createActivities({ ...services, checkpoints: losing(services.checkpoints) }));

function losing(store: CheckpointStore): CheckpointStore {
  const save = async (row: CheckpointRow): Promise<void> => {
    if (row.stage !== 'extracted') return store.save(row);
    await store.save({ ...row, attempt: 0 }).catch(() => undefined);
  };
  return { save };
}
