import { canonicalJson, type Json } from '../model/json.ts';
import { elapse } from '../wait.ts';

/** How long a reader waits for stillness, in milliseconds. */
export interface StillOptions {
  /** From one reading to the next: longer than a request of a dead client may still be under way. */
  readonly betweenMs: number;
  readonly limitMs: number;
  readonly signal: AbortSignal;
}

/**
 * Reads until two readings, one after the other, have the same content; null if they never had within the limit.
 *
 * @remarks A service may execute a request whose client is gone. So a reading proves that nothing follows it only if
 * another one agrees. Contents are compared, not numbers of rows: a late update replaces a row and adds none.
 * @throws the signal's reason when it aborts
 */
export async function readStill<T extends Json>(read: () => Promise<T>, options: StillOptions): Promise<T | null> {
  const endMs = performance.now() + options.limitMs;
  let before = await read();
  do {
    await elapse(options.betweenMs, options.signal);
    const now = await read();
    if (canonicalJson(now) === canonicalJson(before)) return now;
    before = now;
  } while (performance.now() < endMs);
  return null;
}
