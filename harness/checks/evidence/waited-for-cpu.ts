import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';

/** For how long of a time work waited for a CPU, in milliseconds; null if the journal has no look at the machine. */
export function waitedForCpuMs({ journal }: Evidence, fromMs: number, toMs: number): number | null {
  const looks = entriesOf(journal, 'machine').filter(({ atMs, overMs }) => atMs > fromMs && atMs - overMs < toMs);
  if (looks.length === 0) return null;
  return looks.reduce((sum, { atMs, overMs, waitedMs }) => {
    const sharedMs = Math.min(atMs, toMs) - Math.max(atMs - overMs, fromMs);
    return sum + waitedMs * (sharedMs / overMs);
  }, 0);
}
