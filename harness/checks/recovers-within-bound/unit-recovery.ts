import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { type BoundTerms, boundOf, boundTerms, SLACK_MS } from './bound.ts';
import { besideDemand, shortest, stillWaiting } from './demand.ts';
import { heldUnits } from './held-units.ts';
import { progressOf, type UnitProgress, wasHeldUp } from './progress.ts';
import { slownessOf } from './slowness.ts';
import { type HeldUnit, strikesOf } from './strikes.ts';
import { whyNever } from './why-never.ts';

/**
 * How a unit of work fared: in time, too late, slow (too late, but a slow machine or a stall of the harness explains
 * it), never, no longer needed, untouched (its holder just carried on), untold (the evidence can't tell), or waiting
 * (its own timeouts allow more time than the run waited).
 */
export type RecoveryState =
  | 'within'
  | 'late'
  | typeof SLOW
  | 'never'
  | 'not-needed'
  | 'untouched'
  | 'untold'
  | 'waiting';
/** The state of a unit that came too late on a machine that was too slow to tell. */
export const SLOW = 'slow';

/** The recovery of one unit of work, beside its bound. */
export interface UnitRecovery {
  readonly unit: string;
  readonly workflowId: string;
  readonly faultId: string;
  readonly state: RecoveryState;
  /** From the injection, or a later hand-out, to its first progress; null if there was none, or it was untouched. */
  readonly recoveryTimeMs: number | null;
  /** Null where a term of it is not known. */
  readonly boundMs: number | null;
  readonly terms: BoundTerms;
  /** The worker that continued it, or why none did. */
  readonly remark: string;
}

/** The recovery of every unit of work that a victim held, in the order of the faults. */
export function unitRecoveries(evidence: Evidence): readonly UnitRecovery[] {
  return strikesOf(evidence).flatMap((strike) =>
    heldUnits(evidence, strike).map((unit) => recoveryOfUnit(evidence, unit)),
  );
}

/** How long the harness itself stalled in a window, in milliseconds: so much lateness may be its own. */
export function stalledMs(evidence: Evidence, fromMs: number, toMs: number): number {
  return entriesOf(evidence.journal, 'stall')
    .filter((entry) => entry.atMs >= fromMs && entry.atMs - entry.stallMs <= toMs)
    .reduce((total, entry) => total + entry.stallMs, 0);
}

/** Whether stalls of the harness itself, large or many small ones, may explain that something came too late. */
export function isOwnStall(stallMs: number, lateMs: number): boolean {
  return stallMs > SLACK_MS || stallMs >= lateMs;
}

function recoveryOfUnit(evidence: Evidence, unit: HeldUnit): UnitRecovery {
  const progress = progressOf(evidence, unit);
  const terms = boundTerms(evidence, unit, progress);
  const boundMs = boundOf(terms);
  const limits = { boundMs, demandMs: evidence.plan.recoverWithinMs };
  const { strike, name, workflowId } = unit;
  const common = { unit: name, workflowId, faultId: strike.faultId, boundMs, terms };
  if (progress === null) {
    const never = whyNever(evidence, unit);
    const waiting = never.state === 'never' ? stillWaiting(evidence, unit, limits) : null;
    const { state, remark } = waiting ?? never;
    return { ...common, recoveryTimeMs: null, state, remark };
  }
  const recoveryTimeMs = Math.round(progress.atMs - unit.sinceMs);
  const whose = `${progress.component}, incarnation ${progress.incarnation}`;
  const recovered = { ...common, recoveryTimeMs };
  const untouched = progress.carriedOn && !wasHeldUp(evidence, unit, progress.atMs);
  if (untouched && recoveryTimeMs <= (boundMs ?? recoveryTimeMs)) {
    return { ...common, recoveryTimeMs: null, state: 'untouched', remark: `${whose} carried on with it.` };
  }
  const limitMs = shortest(limits);
  if (recoveryTimeMs > limitMs) {
    const excuse = excuseOf(evidence, unit, { progress, lateMs: recoveryTimeMs - limitMs });
    const remark = `By ${whose}${excuse ?? `${besideDemand(limits)}.`}`;
    return { ...recovered, state: excuse === null ? 'late' : SLOW, remark };
  }
  if (boundMs === null)
    return { ...recovered, state: 'untold', remark: 'No timeout is known by which the loss would be noticed.' };
  return { ...recovered, state: 'within', remark: `By ${whose}.` };
}

/** What explains that a unit came late without the system's fault, as the end of a sentence; null if nothing does. */
function excuseOf(
  evidence: Evidence,
  { strike, sinceMs }: HeldUnit,
  { progress, lateMs }: { readonly progress: UnitProgress; readonly lateMs: number },
): string | null {
  const stallMs = stalledMs(evidence, sinceMs, progress.atMs);
  if (isOwnStall(stallMs, lateMs)) return `; but the harness itself stalled for ${Math.round(stallMs)} ms.`;
  const span = { fromMs: sinceMs, toMs: progress.atMs, dispatches: 1 + progress.inVain.length };
  const { waitedMs, slowestMs, explainedMs } = slownessOf(evidence, strike, span);
  if (explainedMs < lateMs) return null;
  const times = `work waited for a CPU for ${Math.round(waitedMs ?? 0)} ms and the server's slowest answer took ${Math.round(slowestMs)} ms`;
  return `; but the machine was slow: ${times}, which explains up to ${Math.round(explainedMs)} ms.`;
}
