import { firstLine, HarnessError, messageWithCause } from '../errors.ts';
import { isFaultInForce } from './fault-in-force.ts';
import type { RunContext } from './run-context.ts';

/** For how long a look may fail, in milliseconds, before the run is given up. */
export const PATIENCE_MS = 15_000;

/**
 * Looks at the system that may fail for a while: a failure is "not yet", and is journalled.
 *
 * @remarks The control plane's way goes through no fault, but a server may be down by one, and on a busy machine a call
 * may miss its deadline. A missed call must not end the run, and none must go unseen. Failed looks while a fault is in
 * force are the fault's doing and cost no patience.
 */
export class RetryingProbe {
  readonly #context: Pick<RunContext, 'journal'>;
  readonly #patienceMs: number;
  readonly #failingSinceMs = new Map<string, number>();

  constructor(context: Pick<RunContext, 'journal'>, patienceMs = PATIENCE_MS) {
    this.#context = context;
    this.#patienceMs = patienceMs;
  }

  /**
   * Looks once.
   *
   * @param target - what is looked at, as the journal is to name it
   * @returns undefined if the look failed
   * @throws HarnessError CHAOS_WAIT_TIMEOUT, or the look's own, where this target could not be looked at for so long
   * without a break.
   */
  async at<T>(target: string, look: () => Promise<T>): Promise<T | undefined> {
    const { journal } = this.#context;
    const startMs = journal.nowMs();
    try {
      const seen = await look();
      this.#failingSinceMs.delete(target);
      return seen;
    } catch (thrown) {
      const latencyMs = journal.nowMs() - startMs;
      journal.write({ kind: 'probe', target, ok: false, latencyMs, error: messageWithCause(thrown) });
      const sinceMs = isFaultInForce(journal) ? journal.nowMs() : (this.#failingSinceMs.get(target) ?? startMs);
      this.#failingSinceMs.set(target, sinceMs);
      if (journal.nowMs() - sinceMs >= this.#patienceMs) throw this.#givenUp(target, thrown);
      return undefined;
    }
  }

  #givenUp(target: string, cause: unknown): HarnessError {
    if (cause instanceof HarnessError) return cause;
    const got = `each look failed for ${this.#patienceMs} ms: ${firstLine(messageWithCause(cause))}`;
    const sentence = `Expected to look at ${target}, but ${got}. See the logs of the run.`;
    return new HarnessError('CHAOS_WAIT_TIMEOUT', sentence, { cause });
  }
}

/** As a look's: undefined if Temporal knows no such workflow yet, which is no failure. */
export async function unlessNotFound<T>(look: Promise<T>): Promise<T | undefined> {
  try {
    return await look;
  } catch (error) {
    if (error instanceof Error && error.name === 'WorkflowNotFoundError') return undefined;
    throw error;
  }
}

/** The SDK's own message says only that a call failed; why stands in its cause. */
