import { HarnessError, reasonOf } from '../errors.ts';
import { orAborted } from '../wait.ts';

/** Longer than anything takes that is asked for here, stopping with its grace included. */
const ANSWER_LIMIT_MS = 60_000;

/** The engine said no; the status is HTTP's. */
export function statusOf(error: unknown): number | null {
  const status = (error as { readonly statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : null;
}

/** Which answers are good enough, and when. */
export interface EngineAnswer {
  /** HTTP statuses that say that it is so already: 304 of a start, 404 of a removal. */
  readonly done?: readonly number[];
  /** How long the answer may take; 60 s by default. */
  readonly limitMs?: number;
}

/**
 * Asks the engine for something.
 *
 * @param what - what it is to do, to complete "Expected the engine to …"
 * @returns undefined where it was so already
 * @throws HarnessError CHAOS_FAULT_FAILED where it says no, CHAOS_ENGINE_LOST where it doesn't answer any more, or not
 * in time.
 */
export async function askEngine<T>(
  what: string,
  answer: Promise<T>,
  { done = [], limitMs = ANSWER_LIMIT_MS }: EngineAnswer = {},
): Promise<T | undefined> {
  const startMs = performance.now();
  const limit = AbortSignal.timeout(limitMs);
  try {
    return await orAborted(answer, limit);
  } catch (cause) {
    if (limit.aborted && cause === limit.reason)
      throw engineLost(what, `it did not answer within ${limitMs} ms`, cause);
    const status = statusOf(cause);
    if (status !== null && done.includes(status)) return undefined;
    const why = reasonOf(cause);
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
