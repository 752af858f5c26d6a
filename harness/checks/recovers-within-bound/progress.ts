import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { type Call, type HandOut, handOuts, isAbout, isAboutSubject, isProgress } from '../evidence/hand-outs.ts';
import { wasCompletedItself } from './completed-task.ts';
import type { HeldUnit } from './strikes.ts';

const UNSERVED: ReadonlySet<number> = new Set([2, 4, 8, 13, 14]);

/** How a unit of work came on again after the fault. */
export interface UnitProgress {
  /** When it was dispatched to the worker that continued it; without a new dispatch, when that worker reported. */
  readonly atMs: number;
  readonly component: string;
  readonly incarnation: number;
  readonly attempt: number | null;
  /** The dispatch to that worker; null if there was no new one. */
  readonly handOut: HandOut | null;
  /** The victim just carried on with what it had: no new hand-out, no recovery. */
  readonly carriedOn: boolean;
  /** Hand-outs of the unit between the fault and that instant that led to nothing. */
  readonly inVain: readonly HandOut[];
}

/**
 * The first progress of a unit after the injection, or after the victim's own attempt at it failed; null if there was
 * none.
 *
 * @remarks A dispatch alone is no progress: a deaf worker still gets work. It counts from the dispatch on, but only if
 * an executed call of the same worker followed. An answer of the original attempt counts as it is. A failed attempt is
 * no progress, unless the server gave up retrying. A workflow task that was itself completed lost nothing: a later task
 * of its workflow is not its recovery.
 */
export function progressOf(evidence: Evidence, unit: HeldUnit): UnitProgress | null {
  const given = handedOutAgain(evidence, unit);
  const after = ownFailure(evidence, unit)?.startedMs ?? unit.sinceMs;
  const itself = wasCompletedItself(evidence, unit);
  const reports = entriesOf(evidence.journal, 'call')
    .filter((call) => isProgress(call) && isAboutSubject(call, unit) && isOfRun(call, unit) && call.startedMs > after)
    .filter((call) => !failedInVain(call, given))
    .filter((call) => !itself || call.startedEventId === unit.startedEventId);
  const found = reports
    .map((call) => {
      const handOut = given.find((one) => isAbout(call, one) && one.atMs <= call.startedMs);
      const { component, incarnation } = call;
      const attempt = call.attempt ?? handOut?.attempt ?? null;
      const carriedOn = handOut === undefined && isHolder(call, unit);
      const atMs = handOut?.atMs ?? call.startedMs;
      return { atMs, component, incarnation, attempt, handOut: handOut ?? null, carriedOn };
    })
    .toSorted((a, b) => a.atMs - b.atMs);
  const [first] = found;
  return first === undefined ? null : { ...first, inVain: given.filter((one) => one.atMs < first.atMs) };
}

/** The call by which the victim itself failed the unit, which voids all that it reported before. */
export function ownFailure(evidence: Evidence, unit: HeldUnit): Call | undefined {
  const { handOut, sinceMs } = unit;
  if (handOut === null) return undefined;
  const given = handedOutAgain(evidence, unit);
  return entriesOf(evidence.journal, 'call').find(
    (call) => call.startedMs > sinceMs && isProgress(call) && isAbout(call, handOut) && failedInVain(call, given),
  );
}

/**
 * Whether the holder reported the unit after the injection and before an instant, and no server could hear it.
 *
 * @remarks gRPC's statuses of a server that can't serve: UNKNOWN, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, INTERNAL,
 * UNAVAILABLE; or a call that broke off. NOT_FOUND is the word of a server that can.
 */
export function wasHeldUp(evidence: Evidence, unit: HeldUnit, untilMs: number): boolean {
  const { handOut, strike } = unit;
  if (handOut === null) return false;
  return entriesOf(evidence.journal, 'call').some(
    (call) =>
      isAbout(call, handOut) &&
      call.atMs > strike.injectedMs &&
      call.startedMs < Math.min(untilMs, strike.healedMs ?? untilMs) &&
      (UNSERVED.has(call.grpcStatus ?? 0) || call.outcome === 'broken'),
  );
}

/** The later dispatches of the unit, to any worker. */
function handedOutAgain(evidence: Evidence, unit: HeldUnit): readonly HandOut[] {
  return handOuts(evidence.journal).filter(
    (one) => one.atMs > unit.sinceMs && isSame(one, unit) && !isItself(one, unit),
  );
}

function isHolder(call: Call, { handOut }: HeldUnit): boolean {
  return handOut !== null && call.component === handOut.component && call.incarnation === handOut.incarnation;
}

/** The journal's hand-outs are made anew by each look at it. */
function isItself(one: HandOut, { handOut }: HeldUnit): boolean {
  return handOut !== null && one.atMs === handOut.atMs && one.attempt === handOut.attempt;
}

function isSame(one: HandOut, unit: HeldUnit): boolean {
  if (one.task !== unit.task || one.workflowId !== unit.workflowId || !isOfRun(one, unit)) return false;
  return unit.task === 'workflow' ? one.startedEventId !== null : one.activityId === unit.activityId;
}

/** Ids of activities begin anew in each run: after a reset another activity has the id of the one that was lost. */
function isOfRun({ runId }: { readonly runId?: string | null | undefined }, unit: HeldUnit): boolean {
  return unit.task === 'workflow' || unit.runId === null || (runId ?? unit.runId) === unit.runId;
}

function failedInVain(call: Call, given: readonly HandOut[]): boolean {
  if (call.method.startsWith('RespondWorkflowTaskFailed')) return true;
  if (!call.method.startsWith('RespondActivityTaskFailed')) return false;
  return given.some((one) => one.atMs > call.startedMs && (one.attempt ?? 0) > (call.attempt ?? 0));
}
