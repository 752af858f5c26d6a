import { HarnessError, reasonOf } from '../errors.ts';

/** The signals of users that were seen, each with ours: a signal of many runs gets one listener. */
const ours = new WeakMap<AbortSignal, AbortSignal>();

/**
 * A signal that aborts with CHAOS_INTERRUPTED when a user's signal aborts, with the user's reason as its cause. An error
 * of the harness stays as it is.
 */
export function interruptibleBy(given: AbortSignal | undefined): AbortSignal {
  if (given === undefined) return new AbortController().signal;
  const known = ours.get(given);
  if (known !== undefined) return known;
  const controller = new AbortController();
  const abort = (): void => controller.abort(asInterruption(given.reason));
  if (given.aborted) abort();
  else given.addEventListener('abort', abort, { once: true });
  ours.set(given, controller.signal);
  return controller.signal;
}

function asInterruption(reason: unknown): HarnessError {
  if (reason instanceof HarnessError) return reason;
  const sentence = `The signal ended it early: ${reasonOf(reason).replace(/\.$/, '')}. Faults were healed.`;
  return new HarnessError('CHAOS_INTERRUPTED', `${sentence} Run it again for a verdict.`, { cause: reason });
}
