import { HarnessError } from '../errors.ts';
import type { Exploration } from '../model/exploration.ts';

/** An exploration that is to be shown as tests; it has ended, and its folder is written. */
export interface ExplorationOutcome {
  readonly exploration: Exploration;
  /** Where it was written to; what is attached comes from there. */
  readonly folder: string;
}

let provided: ExplorationOutcome | null = null;

/**
 * Leaves an exploration for the spec file to take.
 *
 * @remarks A spec file is loaded by Mocha and gets no arguments; this is how it learns what it is to show.
 */
export function provideExploration(outcome: ExplorationOutcome): void {
  provided = outcome;
}

/**
 * Takes the exploration that was provided.
 *
 * @throws HarnessError CHAOS_USAGE where there is none: the spec file was started by hand.
 */
export function takeExploration(): ExplorationOutcome {
  const outcome = provided;
  provided = null;
  if (outcome !== null) return outcome;
  throw new HarnessError(
    'CHAOS_USAGE',
    'Expected an exploration to show, but this spec file was started by hand. Write: npm run explore <workflow>',
  );
}
