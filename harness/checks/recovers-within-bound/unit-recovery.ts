import type { Evidence } from '../../model/evidence.ts';
import { type BoundTerms, boundOf, boundTerms } from './bound.ts';
import { besideDemand, shortest, stillWaiting } from './demand.ts';
import { heldUnits } from './held-units.ts';
import { progressOf, type UnitProgress, wasHeldUp } from './progress.ts';
import { describeSlowness, slownessOf } from './slowness.ts';
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
  /** Such as `extractPages (activity 4)` or `workflow task (event 7)`. */
  readonly step: string;
  readonly attempt: number | null;
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

function recoveryOfUnit(evidence: Evidence, unit: HeldUnit): UnitRecovery {
  const progress = progressOf(evidence, unit);
  const terms = boundTerms(evidence, unit, progress);
  const boundMs = boundOf(terms);
  const limits = { boundMs, demandMs: evidence.plan.recoverWithinMs };
  const { strike, name, workflowId, attempt } = unit;
  const common = { unit: name, workflowId, step: stepOf(unit), attempt, faultId: strike.faultId, boundMs, terms };
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

function stepOf({ task, activityId, startedEventId, handOut }: HeldUnit): string {
  if (task === 'activity') return `${handOut?.activityType ?? 'an activity'} (activity ${activityId ?? ''})`;
  return startedEventId === null ? 'workflow task' : `workflow task (event ${startedEventId})`;
}

/** What explains that a unit came late without the system's fault, as the end of a sentence; null if nothing does. */
function excuseOf(
  evidence: Evidence,
  { strike, sinceMs }: HeldUnit,
  { progress, lateMs }: { readonly progress: UnitProgress; readonly lateMs: number },
): string | null {
  const span = { fromMs: sinceMs, toMs: progress.atMs, dispatches: 1 + progress.inVain.length };
  const explained = describeSlowness(slownessOf(evidence, strike, span), lateMs);
  return explained === null ? null : `; but ${explained}.`;
}
