import { setTimeout as delay } from 'node:timers/promises';

/** The times for removing what a run has left, in milliseconds. */
export interface CleanUpTimes {
  /** How long it keeps trying. */
  readonly limitMs: number;
  /** From one look to the next. */
  readonly betweenMs: number;
}

/** How the end without success is told. */
export interface CleanUpFailures {
  /** What is thrown for what is left at the limit; it gets the reason of the last look, if that failed, or null. */
  readonly left: (failure: unknown) => unknown;
  /** Whether a look that failed so long after the start, in milliseconds, makes further ones useless: its error is thrown. */
  readonly isFinal?: (error: unknown, afterMs: number) => boolean;
}

/**
 * Removes until there is nothing twice in a row: what a run has sent may still take effect after a first look.
 *
 * @param removeOnce - Removes what it finds, and gives how much that was.
 */
export async function untilNothingLeft(
  removeOnce: () => Promise<number>,
  { limitMs, betweenMs }: CleanUpTimes,
  { left, isFinal = () => false }: CleanUpFailures,
): Promise<void> {
  const startMs = performance.now();
  let failure: unknown = null;
  for (let nothing = 0; ; ) {
    try {
      nothing = (await removeOnce()) === 0 ? nothing + 1 : 0;
      failure = null;
    } catch (error) {
      if (isFinal(error, performance.now() - startMs)) throw error;
      nothing = 0;
      failure = error;
    }
    if (nothing === 2) return;
    if (performance.now() - startMs >= limitMs) throw left(failure);
    await delay(betweenMs);
  }
}
