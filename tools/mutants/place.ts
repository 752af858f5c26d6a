import type { ScenarioLook } from './mutant.ts';

/** The project that is looked at, with a mutant in it or without. */
export interface Place {
  readonly folder: string;
  /** The folder of the event histories that a scenario has left of the project without any mutant. */
  historiesOf(look: ScenarioLook): Promise<string>;
  readonly signal: AbortSignal;
}

/** What one look saw. */
export interface Seen {
  /** The look in words: `worker-kill`. */
  readonly where: string;
  /**
   * `caught`: a check that was to find the harm found it; `by-accident`: only others did; `survived`: valid, or tests
   * that pass; `unproved`: nothing was decided; `failed`: the harness failed.
   */
  readonly outcome: 'caught' | 'by-accident' | 'survived' | 'unproved' | 'failed';
  /** The finding that tells most, in one line. */
  readonly why: string;
  /** Every check that found harm. */
  readonly checks: readonly string[];
}

/** A look by which nothing was found. */
export function nothingFound(where: string, outcome: Exclude<Seen['outcome'], 'caught'>, why: string): Seen {
  return { where, outcome, why, checks: [] };
}
