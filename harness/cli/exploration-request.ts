import type { ExplorationNews } from '../exploration/news.ts';
import type { ChaosConfig, ExploredWorkflow } from '../model/config.ts';
import type { ExplorationAction } from '../model/exploration.ts';
import type { ChosenStack } from './choose-stack.ts';

/** One exploration, as the command line asks for it. */
export interface ExplorationRequest {
  readonly runId: string;
  readonly workflow: string;
  readonly explored: ExploredWorkflow;
  readonly config: ChaosConfig;
  readonly stack: ChosenStack;
  readonly projectFolder: string;
  /** The folder of this exploration; made here. */
  readonly folder: string;
  readonly cases: readonly string[];
  readonly actions: readonly ExplorationAction[];
  readonly points: readonly string[] | null;
  readonly front: number;
  readonly depth: 1 | 2;
  readonly seed: number;
  readonly audit: number;
  /** In milliseconds. */
  readonly timeLimitMs: number | null;
  readonly sabotage: string | null;
  readonly signal: AbortSignal;
  readonly news: ExplorationNews;
}
