import { reasonOf } from '../errors.ts';
import type { Journal } from '../model/journal.ts';

/** Asks a server once; rejects unless it answers as a healthy one does. */
export type Ask = (signal: AbortSignal) => Promise<unknown>;

/** How long a server may take to answer before it counts as silent, in milliseconds. */
const PROBE_LIMIT_MS = 1000;

/** Asks a server once and journals the result. Throws nothing: a server that is silent is an observation. */
export async function journalProbe(journal: Journal, target: string, ask: Ask): Promise<void> {
  const startMs = performance.now();
  const late = AbortSignal.timeout(PROBE_LIMIT_MS);
  const { promise: silent, reject } = Promise.withResolvers<never>();
  const giveUp = (): void => reject(new Error(`no answer within ${PROBE_LIMIT_MS} ms`));
  late.addEventListener('abort', giveUp, { once: true });
  let error: string | null = null;
  try {
    await Promise.race([ask(late), silent]);
  } catch (thrown) {
    error = reasonOf(thrown);
  } finally {
    late.removeEventListener('abort', giveUp);
  }
  const latencyMs = performance.now() - startMs;
  journal.write({ kind: 'probe', target, ok: error === null, latencyMs, ...(error === null ? {} : { error }) });
}
