import { HarnessError } from '../../errors.ts';
import { exitCodes } from '../../model/exit-code.ts';
import { heedUncaught } from './uncaught.ts';

const ONE_INTERRUPT_MS = 1000;

/** Ends a run early: a signal that aborts with CHAOS_INTERRUPTED on Ctrl-C, or with an uncaught error. */
export interface Interruption extends Disposable {
  readonly signal: AbortSignal;
}

/**
 * Listens for SIGINT and SIGTERM, and for uncaught errors.
 *
 * @remarks A terminal and npm each send a SIGINT, so two within one second count as one. A later one ends the process
 * at once; the reaper then undoes what is left. If another process of ours started this one, its death counts as well:
 * the channel between them closes.
 * @param options - `orphans: false` if this process is to outlive the one that started it
 */
export function listenForInterruption({ orphans = true }: { readonly orphans?: boolean } = {}): Interruption {
  const controller = new AbortController();
  let firstMs: number | undefined;
  const interrupt = (): void => {
    if (firstMs === undefined) {
      firstMs = performance.now();
      const sentence = 'The run was interrupted. Faults were healed; run it again for a verdict.';
      controller.abort(new HarnessError('CHAOS_INTERRUPTED', sentence));
      return;
    }
    if (performance.now() - firstMs > ONE_INTERRUPT_MS) process.exit(exitCodes.interrupted);
  };
  // Heals and takes down like an interruption; the run's report then names it as its first error.
  const uncaught = heedUncaught((error) => controller.abort(error));
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  if (orphans) {
    process.on('disconnect', interrupt);
    // The channel alone is no reason to stay alive.
    process.channel?.unref();
    if (process.send !== undefined && !process.connected) interrupt();
  }
  return {
    signal: controller.signal,
    [Symbol.dispose]: () => {
      uncaught[Symbol.dispose]();
      process.off('SIGINT', interrupt);
      process.off('SIGTERM', interrupt);
      process.off('disconnect', interrupt);
      // Other listeners keep the process alive by the channel again.
      if (process.listenerCount('message') > 0) process.channel?.ref();
    },
  };
}
