import { HarnessError } from '../../errors.ts';
import { readableMs } from '../../reporting/text/readable-ms.ts';

const units = { s: 1000, m: 60_000, h: 3_600_000 } as const;

/**
 * Reads a length of time with its unit: `90s`, `45m`, `1.5h`.
 *
 * @returns milliseconds
 * @throws HarnessError CHAOS_USAGE
 */
export function parseTimeLimit(text: string): number {
  const [, number = '', unit] = /^(\d+(?:\.\d+)?)([smh])$/.exec(text) ?? [];
  const limitMs = Number(number) * (unit === undefined ? 0 : units[unit as keyof typeof units]);
  if (limitMs > 0 && Number.isSafeInteger(Math.round(limitMs))) return Math.round(limitMs);
  const sentence = `Expected a time above zero with s, m or h after --time-limit, but got "${text}". Write: --time-limit 45m`;
  throw new HarnessError('CHAOS_USAGE', sentence);
}

/** How the time stands before a scenario. */
export interface TimeLeft {
  /** Null: there is no limit. */
  readonly limitMs: number | null;
  readonly elapsedMs: number;
  /** How long the longest run so far took; null before the first. */
  readonly longestMs: number | null;
  /** The limit that the scenario's own plan sets, which is all there is to go by at first. */
  readonly plannedMs: number;
}

/** Why a scenario must not be started any more, in one line; null where it may be. */
export function whyOutOfTime({ limitMs, elapsedMs, longestMs, plannedMs }: TimeLeft): string | null {
  if (limitMs === null) return null;
  const leftMs = Math.max(0, limitMs - elapsedMs);
  const neededMs = longestMs ?? plannedMs;
  if (leftMs >= neededMs) return null;
  const left = `${readableMs(leftMs)} of ${readableMs(limitMs)} were left`;
  return `time limit: ${left}, and ${longestMs === null ? 'its plan allows' : 'the longest run so far took'} ${readableMs(neededMs)}`;
}
