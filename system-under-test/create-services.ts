import { createCheckpointStore, createSupabase, type SupabaseOptions } from './activities/checkpoint-store.ts';
import { createEffectsClient } from './activities/effects-client.ts';
import type { Services } from './activities/services.ts';
import type { WorkerConfig } from './config.ts';

/** The services that the configuration names. */
export function createServices(config: WorkerConfig): Services {
  return {
    effects: createEffectsClient({ url: config.OUTSIDE_WORLD_URL, timeoutMs: config.OUTSIDE_WORLD_TIMEOUT_MS }),
    checkpoints: createCheckpointStore(createSupabase(supabaseOptions(config))),
    ocrPageMs: config.OCR_PAGE_MS,
    ocrPauseMs: config.OCR_PAUSE_MS,
  };
}

/** How the configuration says that Supabase is reached. */
export function supabaseOptions(config: WorkerConfig): SupabaseOptions {
  return { url: config.SUPABASE_URL, key: config.SUPABASE_KEY, timeoutMs: config.SUPABASE_TIMEOUT_MS };
}
