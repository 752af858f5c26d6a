import { formatDuration } from '../../model/duration.ts';

/** How the time stands before a scenario. */
export interface TimeLeft {
  /** Null: there is no limit. */
  readonly limitMs: number | null;
  readonly elapsedMs: number;
  /** How long the longest run so far took; null before the first. */
  readonly longestMs: number | null;
  /** The limit that the scenario's plan sets; the only estimate before the first run. */
  readonly plannedMs: number;
}

/** Why a scenario must not be started any more, in one line; null if it may be started. */
export function whyOutOfTime({ limitMs, elapsedMs, longestMs, plannedMs }: TimeLeft): string | null {
  if (limitMs === null) return null;
  const leftMs = Math.max(0, limitMs - elapsedMs);
  const neededMs = longestMs ?? plannedMs;
  if (leftMs >= neededMs) return null;
  const left = `${formatDuration(leftMs)} of ${formatDuration(limitMs)} were left`;
  return `time limit: ${left}, and ${longestMs === null ? 'its plan allows' : 'the longest run so far took'} ${formatDuration(neededMs)}`;
}
