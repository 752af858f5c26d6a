import { HarnessError } from '../../errors.ts';

/**
 * Runs some work that Ctrl-C ends in order; npm passes on a second SIGINT, which must not cut that short.
 *
 * @param sentence - the error's text, from the time it took, in milliseconds
 */
export async function interruptibly<T>(
  sentence: (tookMs: number) => string,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const startMs = performance.now();
  const onInterrupt = (): void =>
    controller.abort(new HarnessError('CHAOS_INTERRUPTED', sentence(Math.round(performance.now() - startMs))));
  process.on('SIGINT', onInterrupt);
  try {
    return await work(controller.signal);
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}
