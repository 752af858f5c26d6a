import { elapse } from '../../wait.ts';

/** How long a command is held at most, in milliseconds: the SDKs of Go and Java give up such a call after ten seconds. */
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
  readonly #signal: AbortSignal;
  readonly #limitMs: number;

  /** @param commands - the places in the front of those that commands start */
  constructor(commands: readonly number[], signal: AbortSignal, limitMs = LIMIT_MS) {
    this.#signal = signal;
    this.#limitMs = limitMs;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.opened = promise;
    this.#open = resolve;
    this.#missing = new Set(commands);
    if (commands.length === 0) resolve();
    else void elapse(limitMs, signal).then(resolve, resolve);
  }

  /**
   * Holds one that asks for its workflow.
   *
   * @param waitMs - how long after the first its workflow should start; less, if the limit comes before
   */
  async hold(place: number, waitMs: number): Promise<void> {
    const endMs = performance.now() + this.#limitMs;
    this.came(place);
    await this.opened;
    await elapse(Math.min(waitMs, Math.max(0, endMs - performance.now())), this.#signal);
  }

  /** Waits no longer for one. */
  came(place: number): void {
    this.#missing.delete(place);
    if (this.#missing.size === 0) this.#open();
  }
}
