import { formatDuration } from '../../model/duration.ts';
import type { Phase } from '../../model/journal-entry.ts';
import type { ProgressOptions } from './faces.ts';
import type { ProgressStream } from './live-line.ts';
import { type PhaseOutcome, phaseWording } from './phase-wording.ts';
import { Progress } from './progress.ts';

/** How far a run is: its phases, in which nothing is counted. */
export type RunProgress = Progress<Phase, object, PhaseOutcome>;

const wording = phaseWording<Phase, object>(
  {},
  (_counts, elapsedMs) => (elapsedMs === null ? [] : [formatDuration(elapsedMs)]),
  { textMs: Number.POSITIVE_INFINITY, jsonMs: Number.POSITIVE_INFINITY },
);

/** Progress of a run. */
export function createRunProgress(stream: ProgressStream, options: ProgressOptions = {}): RunProgress {
  return new Progress(wording, stream, options);
}
