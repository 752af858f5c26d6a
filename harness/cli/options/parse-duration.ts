import { HarnessError } from '../../errors.ts';

const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

const SHORTEST_MS = 100;
const LONGEST_MS = 3_600_000;

/**
 * Reads a duration such as `500ms`, `10s`, `1.5m` or `1h`, from 100 ms to one hour, in milliseconds.
 *
 * @throws HarnessError CHAOS_USAGE
 */
export function parseDuration(flag: string): (text: string) => number {
  return (text) => {
    const [, number, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text.trim()) ?? [];
    const ms = Math.round(Number(number) * (unitsMs[unit] ?? Number.NaN));
    if (ms >= SHORTEST_MS && ms <= LONGEST_MS) return ms;
    const sentence = `Expected a duration from 100ms to 1h after --${flag}, but got "${text}". Write: --${flag} 10s`;
    throw new HarnessError('CHAOS_USAGE', sentence);
  };
}

/** A duration in as few words as it takes: `900 ms`, `10 s`, `2 m 5 s`, `1 h 3 m`. */
export function describeDuration(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${Number(seconds.toFixed(seconds < 10 ? 1 : 0))} s`;
  const whole = Math.round(seconds);
  const two = (big: number, unit: readonly [string, string]): string => {
    const rest = unit[0] === 'h' ? Math.floor((whole % 3600) / 60) : whole % 60;
    return rest === 0 ? `${big} ${unit[0]}` : `${big} ${unit[0]} ${rest} ${unit[1]}`;
  };
  return whole < 3600 ? two(Math.floor(whole / 60), ['m', 's']) : two(Math.floor(whole / 3600), ['h', 'm']);
}
