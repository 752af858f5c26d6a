import type { askedStacks } from '../../app/choose-stack.ts';
import type { ExploreOptions } from '../../app/explore-options.ts';

/** What a user chooses of an exploration. */
export interface ExploreFlags {
  readonly case?: readonly string[];
  readonly action?: readonly string[];
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

/** The options of an exploration that a command line asks for. */
export function exploreOptions(flags: ExploreFlags): Omit<ExploreOptions, 'config'> {
  const { case: cases, action: actions, point: points, timeLimit: timeLimitMs, seed, sabotage } = flags;
  return {
    front: flags.front,
    depth: flags.depth,
    audit: flags.audit,
    stack: flags.stack,
    ...(cases === undefined ? {} : { cases }),
    ...(actions === undefined ? {} : { actions }),
    ...(points === undefined ? {} : { points }),
    ...(timeLimitMs === undefined ? {} : { timeLimitMs }),
    ...(seed === undefined ? {} : { seed }),
    ...(sabotage === undefined ? {} : { sabotage }),
  };
}
