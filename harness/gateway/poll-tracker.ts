import type { Holder } from './task-registry.ts';

/** Knows which incarnations have polled: from then on the server can dispatch tasks to them. */
export class PollTracker {
  readonly #polled = new Set<string>();
  readonly #refused = new Map<string, Error>();
  readonly #waiting = new Map<string, Set<() => void>>();

  /** Books a poll that has arrived whole. */
  polled(owner: Holder): void {
    const key = keyOf(owner);
    if (this.#polled.has(key)) return;
    this.#polled.add(key);
    for (const resolve of this.#waiting.get(key) ?? []) resolve();
    this.#waiting.delete(key);
  }

  /** Books a poll that was not sent on, and why. @returns whether it is the first one of that incarnation */
  refused(owner: Holder, reason: Error): boolean {
    const key = keyOf(owner);
    if (this.#refused.has(key)) return false;
    this.#refused.set(key, reason);
    for (const look of this.#waiting.get(key) ?? []) look();
    this.#waiting.delete(key);
    return true;
  }

  /**
   * Resolves once that incarnation has polled; rejects with the signal's reason when it aborts, and if one of its polls
   * was refused.
   */
  async firstPoll(owner: Holder, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const key = keyOf(owner);
    const refused = this.#refused.get(key);
    if (refused !== undefined) throw refused;
    if (this.#polled.has(key)) return;
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const polled = (): void => {
      const reason = this.#refused.get(key);
      if (reason === undefined) resolve(undefined);
      else reject(reason);
    };
    const abort = (): void => reject(signal.reason);
    const waiting = this.#waiting.get(key) ?? new Set();
    this.#waiting.set(key, waiting.add(polled));
    signal.addEventListener('abort', abort, { once: true });
    try {
      await promise;
    } finally {
      signal.removeEventListener('abort', abort);
      waiting.delete(polled);
    }
  }
}

function keyOf({ component, incarnation }: Holder): string {
  return `${component}.${incarnation}`;
}
