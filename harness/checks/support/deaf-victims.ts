import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { rowsOf } from './define-check.ts';
import { isPoll } from './hand-outs.ts';
import { injectionsOf, type JournalledInjection } from './injections.ts';

/**
 * The struck workers of which no call reached the gateway after the healing.
 *
 * @remarks Every worker speaks up at the drain at the latest, so only a run that came through its quiescence tells.
 * @throws TypeError where the components are unavailable.
 */
export function deafVictims(evidence: Evidence): readonly string[] {
  const drained = entriesOf(evidence.journal, 'phase').some(
    (entry) => entry.phase === 'quiescence' && entry.state === 'end' && entry.outcome === 'ok',
  );
  if (!drained) return [];
  const workers = new Map(rowsOf(evidence.components).map((row) => [row.component, row] as const));
  const struck = injectionsOf(evidence).filter((one) => one.planned !== undefined && one.injectedMs !== null);
  const deaf = struck.filter((one) => {
    const row = workers.get(one.component ?? '');
    if (row?.role !== 'worker') return false;
    const incarnation = Math.max(...row.incarnations.map((life) => life.incarnation));
    return !isHeard(evidence, one, incarnation);
  });
  return [...new Set(deaf.map((one) => one.component ?? ''))];
}

function isHeard(
  evidence: Evidence,
  { component, incarnation, healedMs }: JournalledInjection,
  latest: number,
): boolean {
  const after = healedMs ?? Number.POSITIVE_INFINITY;
  return entriesOf(evidence.journal, 'call')
    .filter((call) => call.component === component && call.incarnation === latest)
    .some(
      (call) =>
        call.startedMs > after ||
        // The first polls of a fresh life may stay open until the run ends: nothing of the fault is upon them.
        (latest > (incarnation ?? latest) && isPoll(call) && call.atMs > after),
    );
}
