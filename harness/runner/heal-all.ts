import { HarnessError } from '../errors.ts';
import { orAborted } from '../wait.ts';
import type { Strike } from './strike.ts';

/** How long the healing at the end of a run may take, in milliseconds: no phase limits it any more. */
const HEALING_LIMIT_MS = 20_000;

/**
 * Waits, at the end of a run, until every fault that is still in force has healed.
 *
 * @param signal - the run's; a strike that was broken off rejects with the reason of its abort, which is reported
 * already
 * @returns the errors, CHAOS_FAULT_FAILED if a fault didn't heal within the limit
 */
export async function healAll(
  strikes: readonly Pick<Strike, 'healed'>[],
  signal: AbortSignal,
  limitMs = HEALING_LIMIT_MS,
): Promise<readonly unknown[]> {
  const limit = AbortSignal.timeout(limitMs);
  try {
    const settled = await orAborted(Promise.allSettled(strikes.map((strike) => strike.healed)), limit);
    const reasons = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    return reasons.filter((reason) => reason !== signal.reason);
  } catch (cause) {
    const sentence = `Expected every fault to heal at the end of the run, but one did not within ${limitMs} ms. See the journal.`;
    return [new HarnessError('CHAOS_FAULT_FAILED', sentence, { cause })];
  }
}
