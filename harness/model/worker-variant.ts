import type { ReplayerConfig } from './replayer-config.ts';

/** How the workers of a variant of the system are started, and which bundle they run. */
export interface WorkerVariant {
  /** Program and arguments; `node` is the Node that runs the harness. */
  readonly command: readonly [string, ...string[]];
  /**
   * Program and arguments that print one line, the path of the bundle the workers will run; null: nothing to replay.
   */
  readonly bundle: readonly [string, ...string[]] | null;
  /** How its event histories are replayed if it has no bundle, in any language; left out: nothing replays them. */
  readonly replayer?: ReplayerConfig;
}
