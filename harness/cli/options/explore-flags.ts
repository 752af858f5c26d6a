import type { askedStacks } from '../../app/choose-stack.ts';
import type { ExplorationAction } from '../../model/exploration.ts';

/** What a user chooses of an exploration. */
export interface ExploreFlags {
  readonly case?: readonly string[];
  readonly action?: readonly ExplorationAction[];
  readonly point?: readonly string[];
  readonly front: number;
  readonly depth: 1 | 2;
  /** From 0 to 1. */
  readonly audit: number;
  readonly seed?: number;
  /** In milliseconds. */
  readonly timeLimit?: number;
  readonly stack: (typeof askedStacks)[number];
  readonly sabotage?: string;
  readonly keepRuns: number;
  readonly json?: true;
  readonly diff?: string;
}
