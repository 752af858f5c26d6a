/**
 * A signal that follows another one some time later, so that what was begun can be brought to its end.
 *
 * @param delayMs - how much later, in milliseconds
 */
export function delayed(signal: AbortSignal, delayMs: number): AbortSignal {
  const late = new AbortController();
  const begin = (): void => {
    AbortSignal.timeout(delayMs).addEventListener('abort', () => late.abort(signal.reason), { once: true });
  };
  if (signal.aborted) begin();
  else signal.addEventListener('abort', begin, { once: true });
  return late.signal;
}
