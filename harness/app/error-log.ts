import { type HarnessError, toHarnessError, wasInterrupted } from '../errors.ts';

/**
 * The errors of the harness in the order in which they happened: the first is the cause, and those after it may be its
 * consequences, such as a probe that was cut off by the clean-up.
 *
 * @param signals - an abort is an error when it happens, unless the user asked for it
 */
export class ErrorLog {
  readonly #errors = new Set<HarnessError>();

  constructor(signals: readonly AbortSignal[]) {
    for (const signal of signals) {
      if (signal.aborted) this.#noteAbort(signal);
      else signal.addEventListener('abort', () => this.#noteAbort(signal), { once: true });
    }
  }

  /** Takes an error down, once. */
  readonly note = (thrown: unknown): void => {
    this.#errors.add(toHarnessError(thrown));
  };

  get errors(): readonly HarnessError[] {
    return [...this.#errors];
  }

  #noteAbort(signal: AbortSignal): void {
    if (!wasInterrupted(signal)) this.note(signal.reason);
  }
}
