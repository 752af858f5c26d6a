const unitsMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/**
 * Reads a duration such as `500ms`, `10s`, `1.5m` or `1h`, in milliseconds; null if it is none.
 *
 * @remarks Neither of the packages for it is as strict: `ms` takes `45` for milliseconds, `parse-duration` reads `5s` out
 * of any text.
 */
export function parseDuration(text: string): number | null {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text.trim()) ?? [];
  const ms = Math.round(Number(number) * (unitsMs[unit] ?? Number.NaN));
  return Number.isSafeInteger(ms) ? ms : null;
}

/** A duration for people: `840 ms`, `3.1 s`, `2 min 05 s`, `1 h 03 min`. */
export function formatDuration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${twoDigits(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${twoDigits(Math.floor((seconds % 3600) / 60))} min`;
}

function twoDigits(number: number): string {
  return String(number).padStart(2, '0');
}
