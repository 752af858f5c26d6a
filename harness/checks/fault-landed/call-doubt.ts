import { isOfFleet } from '../../model/fleets.ts';
import { type EntryOf, entriesOf, type JournalEntry } from '../../model/journal.ts';
import { type CallMoment, isAtMoment } from '../../model/moment.ts';
import type { Selector } from '../../model/plan.ts';
import { armedAt, type JournalledStrike, TOLERANCE_MS } from './journalled-strike.ts';

type Call = EntryOf<'call'>;
type Held = EntryOf<'held'>;

/**
 * Why the fault didn't strike at its moment of a call; null if it did: a call of that place, the n-th of them since the
 * fault was armed, was held until the strike.
 */
export function callDoubt(strike: JournalledStrike, at: CallMoment): string | null {
  const { evidence, planned, injecting } = strike;
  const held = stillHeld(evidence.journal, at, injecting.sequence);
  const isVictims = ({ component, incarnation }: Held): boolean =>
    component === injecting.component && (injecting.incarnation ?? incarnation) === incarnation;
  const due = held.filter((one) => mayBeOfAnother(planned.target, one) || isVictims(one));
  if (due.length === 0) return `no ${at.side} of ${at.method} of its victim was held when it struck`;
  const doubts = due.map((one) => ordinalDoubt(strike, at, one));
  return doubts.includes(null) ? null : (doubts[0] ?? null);
}

/** Another's call may be the moment for a component that the plan names, or for the holder of a task in another fleet. */
function mayBeOfAnother(target: Selector, { component }: Held): boolean {
  return target.role === 'component' || !isOfFleet(component, target.fleet);
}

/** The calls of that side, method and task that were held at an entry of the journal. */
function stillHeld(journal: readonly JournalEntry[], at: CallMoment, sequence: number): readonly Held[] {
  const all = entriesOf(journal, 'held').filter((one) => one.sequence < sequence && one.place === undefined);
  return all
    .filter((one) => one.state === 'held' && isOfMoment(one, at))
    .filter((one) => !all.some((end) => end.call === one.call && end.side === one.side && end.state !== 'held'));
}

/** The details are in the call's own entry, which is written when it has ended. */
function isOfMoment(entry: Held, { progress: _progress, ...at }: CallMoment): boolean {
  const task = entry.workflowId === undefined ? undefined : 'activity';
  return isAtMoment(at, { ...entry, grpcStatus: 0, task });
}

function ordinalDoubt(strike: JournalledStrike, at: CallMoment, held: Held): string | null {
  const { journal } = strike.evidence;
  const armed = armedAt(strike);
  const calls = entriesOf(journal, 'call');
  const own = calls.find((one) => one.call === held.call);
  if (own === undefined) return `the ${at.method} that was held is not in the journal, so its place can't be verified`;
  if (armed === undefined) return 'the journal does not say since when its moment was waited for';
  if (!isAtMoment(at, { ...own, side: at.side })) {
    return `the ${at.method} that was held carried ${JSON.stringify(own.heartbeatDetails ?? null)}, not the planned progress`;
  }
  const others = calls.filter((one) => one.call !== own.call && isAtMoment(at, { ...one, side: at.side }));
  const reached = others.map((one) => reachedWithin(one, at.side));
  const most = 1 + reached.filter(([fromMs, toMs]) => fromMs <= held.atMs && toMs >= armed.atMs).length;
  const surely = reached.filter(([fromMs, toMs]) => fromMs > armed.atMs + TOLERANCE_MS && toMs < held.atMs);
  if (at.nth > surely.length && at.nth <= most) return null;
  return `it struck at such a ${at.side} no. ${surely.length + 1}, not no. ${at.nth}`;
}

/** Between which instants a call reached that side: that of its reply, which may be held, is not journalled. */
function reachedWithin({ startedMs, atMs }: Call, side: CallMoment['side']): readonly [number, number] {
  return side === 'request' ? [startedMs, startedMs] : [startedMs, atMs];
}
