import type { PhaseOutcome } from '../../reporting/progress/phase-wording.ts';

/** Runs a phase, and reports its begin and its end to a progress. */
export async function showPhase<Name, T>(
  progress: { phaseStarted(phase: Name): void; phaseEnded(phase: Name, outcome: PhaseOutcome): void },
  phase: Name,
  body: () => Promise<T>,
): Promise<T> {
  progress.phaseStarted(phase);
  try {
    const result = await body();
    progress.phaseEnded(phase, 'ok');
    return result;
  } catch (error) {
    progress.phaseEnded(phase, 'error');
    throw error;
  }
}
