import { afterMs, HarnessError, reasonOf } from '../errors.ts';
import { orAborted } from '../wait.ts';

/** Longer than any request here takes, stopping with its grace included. */
const ANSWER_LIMIT_MS = 60_000;

/** The engine said no; the status is HTTP's. */
export function statusOf(error: unknown): number | null {
  const status = (error as { readonly statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : null;
}

/** The answers that are good enough, and the time they may take. */
export interface EngineAnswer {
  /** HTTP statuses for a state that is reached already: 304 of a start, 404 of a removal. */
  readonly done?: readonly number[];
  /** How long the answer may take; 60 s by default. */
  readonly limitMs?: number;
}

/**
 * Sends a request to the engine.
 *
 * @param what - the action, to complete "Expected the engine to …"
 * @returns undefined if the state was reached already
 * @throws HarnessError CHAOS_FAULT_FAILED if it refuses, CHAOS_ENGINE_LOST if it doesn't answer any more, or not in
 * time.
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
      `Expected the engine to ${what}, but: ${why}${afterMs(tookMs)}. See the engine's own log.`,
      { cause },
    );
  }
}

/** The error of an engine that answered earlier and doesn't any more. */
export function engineLost(what: string, why: string, cause?: unknown): HarnessError {
  return new HarnessError(
    'CHAOS_ENGINE_LOST',
    `Expected the engine to ${what}, but it has gone away (${why}). Start it again, then run the doctor with --sweep: ` +
      'it removes the remains of this run.',
    { cause },
  );
}
