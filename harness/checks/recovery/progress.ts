import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { type Call, type HandOut, handOuts, isAbout, isAboutSubject, isProgress } from '../support/hand-outs.ts';
import type { HeldUnit } from './strikes.ts';

/** How a unit of work came on again after the fault. */
export interface UnitProgress {
  /** When it was handed out to the one who got on with it, or, with no new hand-out, when that one reported. */
  readonly atMs: number;
  readonly component: string;
  readonly incarnation: number;
  readonly attempt: number | null;
  /** Hand-outs of the unit between the fault and that instant that led to nothing. */
  readonly inVain: readonly HandOut[];
}

/**
 * The first progress of a unit after the injection; null where there was none.
 *
 * @remarks A hand-out alone is no progress: a deaf worker goes on being handed work. It counts from the hand-out on, but
 * only where an executed call of the same worker followed. An answer of the original attempt counts as it is. A failed
 * attempt is no progress, unless the server gave up retrying.
 */
export function progressOf(evidence: Evidence, unit: HeldUnit): UnitProgress | null {
  const after = unit.strike.injectedMs;
  const given = handOuts(evidence.journal).filter((one) => one.atMs > after && isSame(one, unit));
  const reports = entriesOf(evidence.journal, 'call')
    .filter((call) => isProgress(call) && isAboutSubject(call, unit) && call.startedMs > after)
    .filter((call) => !failedInVain(call, given));
  const found = reports
    .map((call) => {
      const handOut = given.find((one) => isAbout(call, one) && one.atMs <= call.startedMs);
      const { component, incarnation } = call;
      const attempt = call.attempt ?? handOut?.attempt ?? null;
      return { atMs: handOut?.atMs ?? call.startedMs, component, incarnation, attempt };
    })
    .toSorted((a, b) => a.atMs - b.atMs);
  const [first] = found;
  return first === undefined ? null : { ...first, inVain: given.filter((one) => one.atMs < first.atMs) };
}

function isSame(one: HandOut, unit: HeldUnit): boolean {
  if (one.task !== unit.task || one.workflowId !== unit.workflowId) return false;
  return unit.task === 'workflow' ? one.startedEventId !== null : one.activityId === unit.activityId;
}

function failedInVain(call: Call, given: readonly HandOut[]): boolean {
  if (call.method.startsWith('RespondWorkflowTaskFailed')) return true;
  if (!call.method.startsWith('RespondActivityTaskFailed')) return false;
  return given.some((one) => one.atMs > call.startedMs && (one.attempt ?? 0) > (call.attempt ?? 0));
}
