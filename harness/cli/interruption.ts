import { HarnessError } from '../errors.ts';
import { exitCodes } from '../model/verdict.ts';

const ONE_INTERRUPT_MS = 1000;

/** Ctrl-C of a run: a signal that aborts with CHAOS_INTERRUPTED. */
export interface Interruption extends Disposable {
  readonly signal: AbortSignal;
}

/**
 * Listens for SIGINT and SIGTERM.
 *
 * @remarks A terminal and npm each send a SIGINT, so two within one second count as one. A later one ends the process
 * at once; the reaper then undoes what is left.
 */
export function listenForInterruption(): Interruption {
  const controller = new AbortController();
  let firstMs: number | undefined;
  const interrupt = (): void => {
    if (firstMs === undefined) {
      firstMs = performance.now();
      const sentence =
        'Expected to run to the end, but was interrupted. Faults were healed; run it again for a verdict.';
      controller.abort(new HarnessError('CHAOS_INTERRUPTED', sentence));
      return;
    }
    if (performance.now() - firstMs > ONE_INTERRUPT_MS) process.exit(exitCodes.interrupted);
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
    },
  };
}
