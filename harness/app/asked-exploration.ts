import type { ExplorationSettings } from '../exploration/explore-request.ts';
import type { ChaosConfig } from '../model/config.ts';
import type { ExplorationAction } from '../model/exploration.ts';
import type { ChosenStack } from './choose-stack.ts';

/** One exploration, as the command line asks for it: with the system that is to be started, and where. */
export interface AskedExploration extends ExplorationSettings {
  readonly runId: string;
  readonly config: ChaosConfig;
  readonly stack: ChosenStack;
  readonly projectFolder: string;
  /** The folder of this exploration; made here. */
  readonly folder: string;
  /** By name; an exploration is handed the actions themselves. */
  readonly actions: readonly ExplorationAction[];
  readonly signal: AbortSignal;
}
