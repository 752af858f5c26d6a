import type { Journal } from '../model/journal.ts';

const TICK_MS = 50;
const STALL_MS = 200;

/**
 * Journals stalls of the harness's own event loop of 200 ms and more, so that its own lateness isn't taken for the
 * system's.
 *
 * @returns a function that ends the watch
 */
export function watchStalls(journal: Journal): () => void {
  let lastMs = journal.nowMs();
  const timer = setInterval(() => {
    const nowMs = journal.nowMs();
    const stallMs = nowMs - lastMs - TICK_MS;
    lastMs = nowMs;
    if (stallMs >= STALL_MS) journal.write({ kind: 'stall', stallMs });
  }, TICK_MS);
  timer.unref();
  return () => clearInterval(timer);
}
