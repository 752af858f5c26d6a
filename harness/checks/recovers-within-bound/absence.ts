import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import type { ServerComponent } from '../../model/stacks.ts';
import { pollMethodOf, servesUnit } from './serving-workers.ts';
import { type HeldUnit, isOfWorker, isStruck, type Strike, strikesOf } from './strikes.ts';

/**
 * The longest that a worker of Temporal's core SDK lets pass after an outage before it asks for work again, in
 * milliseconds: its back-off doubles from 0.2 s up to 10 s, ± 20 %.
 */
const RECONNECT_LIMIT_MS = 12_000;
const TEMPORAL: ServerComponent = 'temporal';

/**
 * How long no worker could take the unit, in milliseconds from the injection, or from the dispatch of the unit if that
 * came later.
 *
 * @remarks The absence ends with the first poll by a live worker that serves the task queue of the unit. If the fault struck a server or the way to it, the
 * absence lasts until the healing. If that server was Temporal, the back-off of the reconnection is added: it doubles,
 * so it is at most as long as the outage, and it has a limit. Time beyond the fault's plan is no lawful absence and
 * isn't counted.
 */
export function absenceMs(evidence: Evidence, unit: HeldUnit): number {
  const { strike } = unit;
  const calls = entriesOf(evidence.journal, 'call');
  if (strike.link !== null || !isOfWorker(calls, strike)) {
    const outageMs = outageOf(evidence, strike);
    const reconnectMs = isOfTemporal(strike) ? Math.min(outageMs, RECONNECT_LIMIT_MS) : 0;
    return Math.max(0, outageMs + reconnectMs - (unit.sinceMs - strike.injectedMs));
  }
  const method = pollMethodOf(unit);
  const serves = servesUnit(evidence, unit);
  const waits = calls
    .filter((call) => call.method === method && call.atMs >= strike.injectedMs && serves(call))
    .filter((call) => !isStruck(calls, strike, call) || call.startedMs >= (strike.healedMs ?? Number.POSITIVE_INFINITY))
    .map((poll) => {
      const waitMs = Math.max(0, poll.startedMs - strike.injectedMs);
      return Math.min(waitMs, plannedWaitMs(evidence, strike, poll));
    });
  return waits.length === 0 ? 0 : Math.min(...waits);
}

/**
 * As {@link absenceMs}, and on until the end of the absence that a later fault made, if it struck before the unit was due.
 *
 * @remarks A chain of faults: the worker that could have taken the unit was struck in its turn. Another worker that asked
 * for work meanwhile ends the absence.
 * @param dueMs - when the unit is due, if no worker could take it for so long; both in milliseconds from when it was in
 * reach of the fault
 */
export function absenceWithLaterFaultsMs(
  evidence: Evidence,
  unit: HeldUnit,
  dueMs: (absenceMs: number) => number,
): number {
  const later = strikesOf(evidence)
    .filter((strike) => strike.injectedMs > unit.strike.injectedMs)
    .filter(({ link, component }) => link === null || component === unit.strike.component)
    .toSorted((a, b) => a.injectedMs - b.injectedMs);
  return later.reduce(
    (awayMs, strike) => {
      const sinceMs = Math.max(unit.sinceMs, strike.injectedMs);
      const afterMs = sinceMs - unit.sinceMs;
      if (afterMs > dueMs(awayMs)) return awayMs;
      const moreMs = absenceMs(evidence, { ...unit, strike, sinceMs });
      return moreMs === 0 ? awayMs : Math.max(awayMs, afterMs + moreMs);
    },
    absenceMs(evidence, unit),
  );
}

/**
 * How long the Temporal server itself couldn't notice that a unit is lost, in milliseconds from the injection or its
 * later dispatch: while it, or the database that it needs, was struck.
 *
 * @remarks A server that is away times nothing out. Its timeouts are counted anew from its return, the latest time at
 * which it can begin. The fault's blast radius says whether the server may have been away.
 */
export function unwatchedMs(evidence: Evidence, { strike, sinceMs }: HeldUnit): number {
  if (strike.link !== null || !isOfTemporal(strike)) return 0;
  return Math.max(0, outageOf(evidence, strike) - (sinceMs - strike.injectedMs));
}

/** Whether workers may have been without Temporal: it or what it needs was struck, or their way to it. */
function isOfTemporal({ link, radius }: Strike): boolean {
  return link === null ? radius.components.includes(TEMPORAL) : link.startsWith(`${TEMPORAL}@`);
}

/**
 * The planned time; for a server that had to be started again, plus the time from its start until it was ready.
 */
function outageOf(evidence: Evidence, strike: Strike): number {
  const { planned, injectedMs, healedMs } = strike;
  const lawfulMs = (planned?.healAfterMs ?? 0) + startUpMs(evidence, strike);
  return healedMs === null ? lawfulMs : Math.min(Math.max(0, healedMs - injectedMs), lawfulMs);
}

function startUpMs({ journal }: Evidence, { component, incarnation, link }: Strike): number {
  const life = entriesOf(journal, 'component').filter(
    (entry) => link === null && entry.component === component && entry.incarnation === (incarnation ?? 0) + 1,
  );
  const spawned = life.find((entry) => entry.change === 'spawned');
  const ready = life.find((entry) => entry.change === 'ready');
  return spawned === undefined || ready === undefined ? 0 : ready.atMs - spawned.atMs;
}

/** How long the plan lets a replacement be missing, with the time that it took from its start to this poll. */
function plannedWaitMs(
  evidence: Evidence,
  strike: Strike,
  poll: { readonly component: string; readonly incarnation: number; readonly startedMs: number },
): number {
  const spawned = entriesOf(evidence.journal, 'component').find(
    (entry) =>
      entry.change === 'spawned' && entry.component === poll.component && entry.incarnation === poll.incarnation,
  );
  if (spawned === undefined || spawned.atMs < strike.injectedMs) return Number.POSITIVE_INFINITY;
  return (strike.planned?.healAfterMs ?? 0) + poll.startedMs - spawned.atMs;
}
