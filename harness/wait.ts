import { setTimeout as delay } from 'node:timers/promises';
import { type ErrorCode, HarnessError } from './errors.ts';

/** The longest time that a timer of Node takes, in milliseconds: some 24 days. A longer one ends at once. */
export const LONGEST_TIMER_MS: number = 2 ** 31 - 1;

/** How to wait: every wait has a limit, a signal and a sentence. */
export interface WaitOptions {
  /** The awaited event, to complete "Expected …". */
  readonly what: string;
  readonly limitMs: number;
  readonly signal: AbortSignal;
  /** Between two looks, in milliseconds; 25 by default. */
  readonly everyMs?: number;
  readonly code?: ErrorCode;
  /** What to do about it, as a sentence. */
  readonly advice?: string;
}

/**
 * Looks until there is a result.
 *
 * @param look - returns undefined (or a promise of it) for "not yet"
 * @throws HarnessError CHAOS_WAIT_TIMEOUT, or the code asked for, at the limit; the signal's reason when it aborts.
 */
export async function waitFor<T>(look: () => Promise<T | undefined> | T | undefined, options: WaitOptions): Promise<T> {
  const startMs = performance.now();
  for (;;) {
    options.signal.throwIfAborted();
    const seen = await look();
    if (seen !== undefined) return seen;
    const waitedMs = performance.now() - startMs;
    if (waitedMs >= options.limitMs) {
      const advice = options.advice === undefined ? '' : ` ${options.advice}`;
      throw new HarnessError(
        options.code ?? 'CHAOS_WAIT_TIMEOUT',
        `Expected ${options.what}, but it did not happen within ${Math.round(waitedMs)} ms.${advice}`,
      );
    }
    await delay(options.everyMs ?? 25, undefined, { signal: options.signal }).catch(() => undefined);
  }
}

/** Resolves after a time that is itself part of the experiment; rejects with the signal's reason when it aborts. */
export async function elapse(durationMs: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const endMs = performance.now() + durationMs;
  for (let leftMs = durationMs; leftMs > 0; leftMs = Math.ceil(endMs - performance.now())) {
    await delay(Math.min(leftMs, LONGEST_TIMER_MS), undefined, { signal }).catch(() => undefined);
    signal.throwIfAborted();
  }
}

/**
 * Gives up waiting for a promise when the signal aborts; the work behind the promise goes on.
 *
 * @throws the signal's reason
 */
export async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = (): void => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
