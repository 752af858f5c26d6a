/** The steps of an exploration, in order. */
export type ExplorationPhase = 'start-up' | 'references' | 'exploring' | 'audit' | 'clean-up';

/** How far a phase of an exploration is. */
export interface ExplorationStep {
  /** The current work outside a front: `case approved, run 2 of 3`; empty if there is none to show. */
  readonly doing: string;
  /** The front that is under way, from 1; 0: none. */
  readonly front: number;
  /** How many fronts there will be, as far as can be told; 0: not known. */
  readonly fronts: number;
  /** Points that are done, and of how many; total 0: not known. */
  readonly done: number;
  readonly total: number;
  readonly failing: number;
  /** Points that proved nothing so far. */
  readonly open: number;
}
