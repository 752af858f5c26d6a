import { setTimeout as delay } from 'node:timers/promises';
import type { HarnessError } from '../errors.ts';

/** The times for removing what a run has left, in milliseconds. */
export interface CleanUpTimes {
  /** How long it keeps trying. */
  readonly limitMs: number;
  /** From one look to the next. */
  readonly betweenMs: number;
}

/**
 * Removes until there is nothing twice in a row: what a run has sent may still take effect after a first look.
 *
 * @param removeOnce - Removes what it finds, and gives how much that was.
 * @param left - The error for what is left at the limit; it gets the reason of the last look that failed, or null.
 */
export async function untilNothingLeft(
  removeOnce: () => Promise<number>,
  { limitMs, betweenMs }: CleanUpTimes,
  left: (failure: unknown) => HarnessError,
): Promise<void> {
  const endMs = performance.now() + limitMs;
  let failure: unknown = null;
  for (let nothing = 0; ; ) {
    try {
      nothing = (await removeOnce()) === 0 ? nothing + 1 : 0;
      failure = null;
    } catch (error) {
      nothing = 0;
      failure = error;
    }
    if (nothing === 2) return;
    if (performance.now() >= endMs) throw left(failure);
    await delay(betweenMs);
  }
}
