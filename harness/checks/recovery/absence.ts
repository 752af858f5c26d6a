import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { isPoll } from '../support/hand-outs.ts';
import { type HeldUnit, isStruck, type Strike } from './strikes.ts';

/**
 * The longest that a worker of Temporal's core SDK lets pass after an outage before it asks for work again, in
 * milliseconds: its back-off doubles from 0.2 s up to 10 s, ± 20 %.
 */
const RECONNECT_LIMIT_MS = 12_000;

/**
 * How long nobody was there to take the unit, in milliseconds from the injection.
 *
 * @remarks Until the first poll by a live worker. Where the way to the server was cut, or the server itself was struck,
 * until it was healed and the back-off of the reconnection was over: that doubles, so it is at most as long as the
 * outage was, and has a limit of its own. What the fault lasted beyond its plan is no lawful absence and isn't counted.
 */
export function absenceMs(evidence: Evidence, unit: HeldUnit): number {
  const { strike } = unit;
  const calls = entriesOf(evidence.journal, 'call');
  const strikesWorker = calls.some((call) => isPoll(call) && call.component === strike.component);
  if (strike.link !== null || !strikesWorker) {
    const outageMs = outageOf(strike);
    return outageMs + Math.min(outageMs, RECONNECT_LIMIT_MS);
  }
  const method = unit.task === 'activity' ? 'PollActivityTaskQueue' : 'PollWorkflowTaskQueue';
  const waits = calls
    .filter((call) => call.method === method && call.atMs >= strike.injectedMs)
    .filter((call) => !isStruck(calls, strike, call) || call.startedMs >= (strike.healedMs ?? Number.POSITIVE_INFINITY))
    .map((poll) => {
      const waitMs = Math.max(0, poll.startedMs - strike.injectedMs);
      return Math.min(waitMs, plannedWaitMs(evidence, strike, poll));
    });
  return waits.length === 0 ? 0 : Math.min(...waits);
}

function outageOf({ planned, injectedMs, healedMs }: Strike): number {
  const plannedMs = planned?.healAfterMs ?? 0;
  return healedMs === null ? plannedMs : Math.min(Math.max(0, healedMs - injectedMs), plannedMs);
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
