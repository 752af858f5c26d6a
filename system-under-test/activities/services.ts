import type { CheckpointStore } from './checkpoint-store.ts';
import type { EffectsClient } from './effects-client.ts';

/** The services of the activities; each can be replaced by another. */
export interface Services {
  readonly effects: EffectsClient;
  readonly checkpoints: CheckpointStore;
  /** How long the reading of one page takes at least, in milliseconds. */
  readonly ocrPageMs: number;
  /** How long to pause between two pages, in milliseconds. */
  readonly ocrPauseMs: number;
}
