import { elapse } from '../../wait.ts';

/** How long the first commands wait for the last ones, in milliseconds; their calls may have deadlines. */
const LIMIT_MS = 8000;

/**
 * Holds the commands of a front where they ask for their workflows, until all are there: programs take differently long
 * to begin, and their workflows must reach their points together.
 */
export class StartGate {
  /** Resolves once all have come, or have started their workflow otherwise, or were waited for long enough. */
  readonly opened: Promise<void>;
  readonly #missing: Set<number>;
  readonly #open: () => void;

  /** @param commands - the places in the front of those that commands start */
  constructor(commands: readonly number[], signal: AbortSignal) {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.opened = promise;
    this.#open = resolve;
    this.#missing = new Set(commands);
    if (commands.length === 0) resolve();
    else void elapse(LIMIT_MS, signal).then(resolve, resolve);
  }

  /** Holds one that asks for its workflow. */
  async pass(place: number): Promise<void> {
    this.came(place);
    await this.opened;
  }

  /** Waits no longer for one. */
  came(place: number): void {
    this.#missing.delete(place);
    if (this.#missing.size === 0) this.#open();
  }
}
