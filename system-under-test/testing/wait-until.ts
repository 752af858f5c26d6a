import { setTimeout as delay } from 'node:timers/promises';

/**
 * Looks again and again until there is something to see.
 *
 * @throws Error after the limit of 20 s.
 */
export async function waitUntil<T>(what: string, look: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const startMs = performance.now();
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() - startMs > 20_000) throw new Error(`Expected ${what}, but it did not happen in time.`);
    await delay(25);
  }
}
