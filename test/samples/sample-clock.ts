import type { JournalBody, JournalEntry } from '../../harness/model/journal.ts';

/** When the sample run started; fixed, so that the sample is the same on every machine. */
export const SAMPLE_START = Date.parse('2026-11-22T12:00:00.000Z');

/** A moment of the sample run, in milliseconds from its start, as wall-clock time. */
export function sampleTime(atMs: number): string {
  return new Date(SAMPLE_START + Math.round(atMs)).toISOString();
}

/** A journal entry that still lacks its place in the order. */
export type Timed = readonly [atMs: number, body: JournalBody];

/** Journal entries made of timed bodies, in the order of their times. */
export function stampAll(timed: readonly Timed[]): readonly JournalEntry[] {
  return timed
    .toSorted(([a], [b]) => a - b)
    .map(([atMs, body], index) => ({ ...body, sequence: index + 1, atMs, time: sampleTime(atMs) }));
}
