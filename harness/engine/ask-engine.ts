import { firstLine, HarnessError } from '../errors.ts';
import { withTimeout } from './with-timeout.ts';

/** Longer than anything takes that is asked for here, stopping with its grace included. */
const ANSWER_LIMIT_MS = 60_000;

/** The engine said no; the status is HTTP's. */
export function statusOf(error: unknown): number | null {
  const status = (error as { readonly statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : null;
}

/**
 * Asks the engine for something.
 *
 * @param what - what it is to do, to complete "Expected the engine to …"
 * @param done - HTTP statuses that say that it is so already: 304 of a start, 404 of a removal
 * @returns undefined where it was so already
 * @throws HarnessError CHAOS_FAULT_FAILED where it says no, CHAOS_ENGINE_LOST where it doesn't answer any more, or not
 * within 60 s.
 */
export async function askEngine<T>(
  what: string,
  answer: Promise<T>,
  done: readonly number[] = [],
): Promise<T | undefined> {
  const startMs = performance.now();
  try {
    return await withTimeout(answer, ANSWER_LIMIT_MS);
  } catch (cause) {
    const status = statusOf(cause);
    if (status !== null && done.includes(status)) return undefined;
    const why = firstLine(cause instanceof Error ? cause.message : String(cause));
    const tookMs = Math.round(performance.now() - startMs);
    if (status === null) throw engineLost(what, why, cause);
    throw new HarnessError(
      'CHAOS_FAULT_FAILED',
      `Expected the engine to ${what}, but: ${why}, after ${tookMs} ms. See the engine's own log.`,
      { cause },
    );
  }
}

/** The error of an engine that answered before and doesn't any more. */
export function engineLost(what: string, why: string, cause?: unknown): HarnessError {
  return new HarnessError(
    'CHAOS_ENGINE_LOST',
    `Expected the engine to ${what}, but it has gone away (${why}). Start it again, then run the doctor with --sweep: ` +
      'it removes what is left of this run.',
    { cause },
  );
}
