import type { PointResult } from '../model/exploration.ts';
import type { ExplorationPhase, ExplorationStep } from '../model/exploration-step.ts';

/** The reports of an exploration while it goes on. */
export interface ExplorationListener {
  phase<T>(phase: ExplorationPhase, body: () => Promise<T>): Promise<T>;
  /** The changes since the last report; the rest stays as it was within the phase. */
  advanced(step: Partial<ExplorationStep>): void;
  /** Work went wrong at a point. */
  failed(result: PointResult): void;
  note(line: string): void;
}
