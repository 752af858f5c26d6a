import { isGrpcServiceError, ServiceError } from '@temporalio/client';
import { Problem } from './problem.ts';

/** gRPC's CANCELLED, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, ABORTED, UNAVAILABLE: try again, the outcome is not known. */
const AWAY: ReadonlySet<number> = new Set([1, 4, 8, 10, 14]);

/** The status of gRPC in an error of the client; undefined if it is none of a call. */
export function grpcStatusOf(error: unknown): number | undefined {
  const cause = error instanceof ServiceError ? error.cause : error;
  return isGrpcServiceError(cause) ? cause.code : undefined;
}

/**
 * Waits for a call to Temporal.
 *
 * @throws Problem 503 if Temporal doesn't answer; the call's own error otherwise.
 */
export async function orAway<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    const status = grpcStatusOf(error);
    if (status === undefined || !AWAY.has(status)) throw error;
    throw outcomeUnknown('Temporal does not answer');
  }
}

/** The refusal of a request that may have been carried out. */
export function outcomeUnknown(why: string): Problem {
  const advice = 'Send the same request again, with the same Idempotency-Key.';
  return new Problem(503, `${why}, so the outcome is not known. ${advice}`, { 'Retry-After': '1' });
}
