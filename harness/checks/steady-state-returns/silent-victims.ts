import type { ComponentRow, Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import type { ServerComponent } from '../../model/stacks.ts';
import { rowsOf } from '../define-check.ts';
import { isPoll } from '../evidence/hand-outs.ts';
import { injectionsOf, type JournalledInjection } from '../evidence/injections.ts';

const TEMPORAL: ServerComponent = 'temporal';

/**
 * The struck workers of which no call reached the gateway after the healing; of all workers where a server was struck.
 *
 * @remarks Most workers speak up at the drain at the latest, so only a run that came through its quiescence tells. One
 * that has only activities may just end its polls then, as with older SDKs: if the fault left these polls alone, they
 * show that it asked for work until the end.
 * @throws TypeError if the components are unavailable.
 */
export function silentVictims(evidence: Evidence): readonly string[] {
  const drained = entriesOf(evidence.journal, 'phase').some(
    (entry) => entry.phase === 'quiescence' && entry.state === 'end' && entry.outcome === 'ok',
  );
  if (!drained) return [];
  const workers = rowsOf(evidence.components).filter((row) => row.role === 'worker' && row.incarnations.length > 0);
  const struck = injectionsOf(evidence).filter((one) => one.planned !== undefined && one.injectedMs !== null);
  const deaf = struck.flatMap((one) => {
    const own = workers.filter((row) => row.component === one.component);
    return (own.length > 0 ? own : workers).filter((row) => !isHeard(evidence, one, row));
  });
  return [...new Set(deaf.map((row) => row.component))];
}

function isHeard(
  evidence: Evidence,
  { component: struck, incarnation: hit, healedMs, radius }: JournalledInjection,
  { component, incarnations }: ComponentRow,
): boolean {
  const latest = Math.max(...incarnations.map((life) => life.incarnation));
  const incarnation = component === struck ? hit : null;
  const after = healedMs ?? Number.POSITIVE_INFINITY;
  const isLeftAlone = component !== struck && !radius.components.includes(TEMPORAL);
  const drainMs = isLeftAlone ? Math.max(after, drainedFrom(evidence)) : Number.POSITIVE_INFINITY;
  return entriesOf(evidence.journal, 'call')
    .filter((call) => call.component === component && call.incarnation === latest)
    .some(
      (call) =>
        call.startedMs > after ||
        (isPoll(call) && call.atMs >= drainMs) ||
        // The first polls of a fresh life may stay open until the run ends: nothing of the fault is upon them.
        (latest > (incarnation ?? latest) && isPoll(call) && call.atMs > after),
    );
}

function drainedFrom({ journal }: Evidence): number {
  const drain = entriesOf(journal, 'phase').find((entry) => entry.phase === 'quiescence' && entry.state === 'begin');
  return drain?.atMs ?? Number.POSITIVE_INFINITY;
}
