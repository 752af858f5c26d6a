import type { PointResult } from '../model/exploration.ts';

/** What an exploration does, one after the other. */
export type ExplorationPhase = 'start-up' | 'references' | 'exploring' | 'audit' | 'clean-up';

/** How far a phase is. */
export interface ExplorationStep {
  /** What is being done, where that is no front. */
  readonly doing: string;
  readonly front: number;
  readonly fronts: number;
  readonly done: number;
  readonly total: number;
  readonly failing: number;
  readonly open: number;
}

/** What an exploration tells while it goes on. */
export interface ExplorationNews {
  phase<T>(phase: ExplorationPhase, body: () => Promise<T>): Promise<T>;
  /** What has changed since; the rest stays as it was within the phase. */
  advanced(step: Partial<ExplorationStep>): void;
  /** Work went wrong at a point. */
  failed(result: PointResult): void;
  note(line: string): void;
}
