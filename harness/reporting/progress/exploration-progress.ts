import type { PointResult } from '../../model/exploration.ts';
import type { ExplorationPhase, ExplorationStep } from '../../model/exploration-step.ts';
import { describeStep, noStep } from './describe-step.ts';
import type { ProgressOptions, Said } from './faces.ts';
import type { ProgressStream } from './live-line.ts';
import { type PhaseOutcome, phaseSigns, phaseWording } from './phase-wording.ts';
import { Progress } from './progress.ts';

/** How far an exploration is: its phases, with the strikes in them. */
export type ExplorationProgress = Progress<ExplorationPhase, ExplorationStep, PhaseOutcome>;

const EVERY_MS = 5000;

/** Progress of an exploration. @param options - `everyMs`: how often changes are shown without a repainted line; 5 s */
export function createExplorationProgress(
  stream: ProgressStream,
  { everyMs = EVERY_MS, ...options }: ProgressOptions & { readonly everyMs?: number } = {},
): ExplorationProgress {
  const every = { textMs: everyMs, jsonMs: everyMs };
  return new Progress(phaseWording<ExplorationPhase, ExplorationStep>(noStep, describeStep, every), stream, options);
}

/** Shows that work went wrong at a point. */
export function sayFailed({ point, action, sentence }: Pick<PointResult, 'point' | 'action' | 'sentence'>): Said {
  const text = `${point} · ${action}: ${sentence}`;
  return { sign: phaseSigns.error, text, json: { kind: 'failed', point, action, sentence } };
}
