import { HarnessError } from '../../errors.ts';
import { parseDuration } from '../../model/duration.ts';

/** The durations that an option takes. */
export interface DurationRange {
  /** Its name without dashes. */
  readonly flag: string;
  /** In milliseconds. */
  readonly fromMs: number;
  readonly toMs?: number;
  /** The range in words, such as `from 100ms to 1h`. */
  readonly range: string;
  /** A good value, such as `10s`. */
  readonly example: string;
}

/** Reads the value of an option that takes a duration, in milliseconds. @throws HarnessError CHAOS_USAGE */
export function durationOption(options: DurationRange): (text: string) => number {
  const { flag, fromMs, toMs = Number.POSITIVE_INFINITY, range, example } = options;
  return (text) => {
    const ms = parseDuration(text);
    if (ms !== null && ms >= fromMs && ms <= toMs) return ms;
    const sentence = `Give a duration ${range} after --${flag}, not "${text}". Example: --${flag} ${example}`;
    throw new HarnessError('CHAOS_USAGE', sentence);
  };
}

/** How long a verb may keep starting new work. */
export const timeLimitOption: (text: string) => number = durationOption({
  flag: 'time-limit',
  fromMs: 1,
  range: 'above zero with ms, s, m or h',
  example: '45m',
});
