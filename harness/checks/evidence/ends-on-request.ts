import type { ComponentRow } from '../../model/evidence.ts';

/**
 * The exit codes and signals by which a program ends when it is asked to.
 *
 * @remarks A runtime that handles SIGTERM may end with 0. The JVM runs its shutdown hooks and ends with
 * {@link https://tldp.org/LDP/abs/html/exitcodes.html | 128 + the signal's number}: 143 for SIGTERM, 130 for SIGINT. A
 * program without a handler ends by the signal.
 */
const ENDS_ON_REQUEST: ReadonlySet<string | number> = new Set([0, 130, 143, 'SIGINT', 'SIGTERM']);

/** Whether a life that was asked to end did so by itself, instead of crashing or being killed. */
export function endedOnRequest({
  exitCode,
  signal,
}: Pick<ComponentRow['incarnations'][number], 'exitCode' | 'signal'>): boolean {
  return ENDS_ON_REQUEST.has(signal ?? exitCode ?? 'unknown');
}
