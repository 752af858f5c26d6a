import { bookNotKept, type Check } from '../model/check.ts';
import type { ChaosConfig, ExploredWorkflow } from '../model/config.ts';
import { variantsOf } from './system-versions.ts';

/** The checks of an exploration, and what nothing in it judges. */
export interface ExploredChecks {
  readonly checks: readonly Check[];
  /** Each by its name, with the reason. */
  readonly notJudged: readonly string[];
}

/**
 * The checks that can judge an exploration.
 *
 * @remarks A plan refuses a check whose book the subject does not keep; an exploration leaves it out and says so. The
 * same holds for replays if the system has no bundle (`bundle: null`) and no replayer. A bundle that could not be built
 * is no reason.
 */
export function exploredChecks(all: readonly Check[], { config, explored, sabotage }: Asked): ExploredChecks {
  const { bundle, replayer } = variantsOf(config, { sabotage }).variant;
  const reasonOf = (check: Check): string | undefined => {
    const book = bookNotKept(check, config.subjects[explored.subject]);
    if (book !== undefined) return `the subject keeps no ${book}`;
    return bundle === null && replayer === undefined && check.books.includes('replays') ? NO_REPLAYER : undefined;
  };
  const ofPoints = all.filter(({ points }) => points !== undefined);
  return {
    checks: all.filter((check) => reasonOf(check) === undefined),
    notJudged: ofPoints.flatMap((check) => {
      const reason = reasonOf(check);
      return reason === undefined ? [] : [`check: ${check.name} (${reason})`];
    }),
  };
}

interface Asked {
  readonly config: ChaosConfig;
  readonly explored: Pick<ExploredWorkflow, 'subject'>;
  readonly sabotage: string | null;
}

const NO_REPLAYER = 'no replayer for this system: determinism not judged';
