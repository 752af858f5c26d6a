import type { JournalEntry } from '../../model/journal.ts';

/** Turns wall-clock time into milliseconds since the start of the run; null if it is not known. */
export type WallClock = (time: string) => number | null;

/**
 * The wall clock of a run, from its journal.
 *
 * @remarks The journal's clock is monotonic and each entry carries both; the nearest entry decides, so that a step of
 * the wall clock during the run shifts only the entries beside it.
 */
export function wallClockOf(journal: readonly JournalEntry[]): WallClock {
  const anchors = journal
    .map((entry) => ({ timeMs: Date.parse(entry.time), atMs: entry.atMs }))
    .toSorted((a, b) => a.timeMs - b.timeMs);
  return (time) => {
    const timeMs = Date.parse(time);
    const after = firstFrom(anchors, timeMs);
    const next = anchors[after];
    const previous = anchors[after - 1];
    const nearest = nearer(timeMs, previous, next);
    return nearest === undefined || Number.isNaN(timeMs) ? null : nearest.atMs + timeMs - nearest.timeMs;
  };
}

interface Anchor {
  readonly timeMs: number;
  readonly atMs: number;
}

function firstFrom(anchors: readonly Anchor[], timeMs: number): number {
  let low = 0;
  let high = anchors.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((anchors[middle]?.timeMs ?? 0) < timeMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

function nearer(timeMs: number, previous: Anchor | undefined, next: Anchor | undefined): Anchor | undefined {
  if (previous === undefined || next === undefined) return previous ?? next;
  return timeMs - previous.timeMs < next.timeMs - timeMs ? previous : next;
}
