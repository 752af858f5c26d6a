import { ApplicationFailure } from '@temporalio/activity';
import {
  type CheckpointStore,
  checkpointTable,
  createSupabase,
  storeFailure,
} from '../../activities/checkpoint-store.ts';
import { createActivities } from '../../activities/create-activities.ts';
import type { WorkerConfig } from '../../config.ts';
import { supabaseOptions } from '../../create-services.ts';
import { runWorker } from '../../run-worker.ts';

// Broken: a row is inserted as if nothing were ever attempted twice, and a row that is there already is a permanent
// failure. Nothing shows until the answer to a commit is lost.
await runWorker((services, config) => createActivities({ ...services, checkpoints: insertOnly(config) }));

function insertOnly(config: WorkerConfig): CheckpointStore {
  const supabase = createSupabase(supabaseOptions(config));
  return {
    async save(row) {
      const { error } = await supabase.from(checkpointTable).insert(row);
      if (error?.code === '23505') throw ApplicationFailure.nonRetryable(error.message, 'DuplicateCheckpoint');
      if (error) throw storeFailure('insert the checkpoint', row, error);
    },
  };
}
