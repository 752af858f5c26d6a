import type { Holder } from './task-registry.ts';

/** Knows which incarnations have polled: from then on the server can dispatch tasks to them. */
export class PollTracker {
  readonly #polled = new Set<string>();
  readonly #waiting = new Map<string, Set<() => void>>();

  /** Books a poll that has arrived whole. */
  polled(owner: Holder): void {
    const key = keyOf(owner);
    if (this.#polled.has(key)) return;
    this.#polled.add(key);
    for (const resolve of this.#waiting.get(key) ?? []) resolve();
    this.#waiting.delete(key);
  }

  /** Resolves once that incarnation has polled; rejects with the signal's reason when it aborts. */
  async firstPoll(owner: Holder, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const key = keyOf(owner);
    if (this.#polled.has(key)) return;
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const polled = (): void => resolve(undefined);
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
