import { createSupabase } from '../../activities/checkpoint-store.ts';
import { createActivities } from '../../activities/create-activities.ts';
import { supabaseOptions } from '../../create-services.ts';
import { runWorker } from '../../run-worker.ts';
import { findDuplicate } from '../../versions/v2/find-duplicate.ts';

await runWorker((services, config) => ({
  ...createActivities(services),
  findDuplicate: findDuplicate(createSupabase(supabaseOptions(config))),
}));
