import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { type HandOut, handOuts, isAbout, isAnswer } from '../support/hand-outs.ts';
import { stickyUnits } from './sticky-units.ts';
import { type HeldUnit, isStruck, type Strike } from './strikes.ts';

/**
 * The units of work that a victim held at the instant of the injection: handed out to it, and no answer of its own
 * executed by the server; or scheduled to its sticky queue, where nobody else may fetch it.
 */
export function heldUnits(evidence: Evidence, strike: Strike): readonly HeldUnit[] {
  const calls = entriesOf(evidence.journal, 'call');
  const all = handOuts(evidence.journal).filter((one) => one.atMs <= strike.injectedMs);
  const held = all
    .filter((one) => isStruck(calls, strike, one))
    // A query on its own has no event of its own and is no work of the workflow.
    .filter((one) => one.task === 'activity' || one.startedEventId !== null)
    .filter((one) => !calls.some((call) => isAnswer(call) && isAbout(call, one) && call.startedMs <= strike.injectedMs))
    .filter((one) => !all.some((other) => isLater(other, one)))
    .map((one) => ({ ...unitOf(one), name: nameOf(one), strike, handOut: one }));
  return [...held, ...stickyUnits(evidence, strike)];
}

/** A task that was handed out anew before the fault had been lost before it. */
function isLater(other: HandOut, one: HandOut): boolean {
  if (other.task !== one.task || other.workflowId !== one.workflowId) return false;
  if (one.task === 'workflow') return Number(other.startedEventId) > Number(one.startedEventId);
  return other.activityId === one.activityId && (other.attempt ?? 1) > (one.attempt ?? 1);
}

function unitOf({
  task,
  workflowId,
  activityId,
  attempt,
  startedEventId,
}: HandOut): Omit<HeldUnit, 'name' | 'strike' | 'handOut'> {
  return { task, workflowId, activityId, attempt, startedEventId };
}

function nameOf(one: HandOut): string {
  if (one.task === 'workflow') return `workflow task of ${one.workflowId} (event ${one.startedEventId ?? ''})`;
  return `${one.activityType ?? 'activity'} of ${one.workflowId}, attempt ${one.attempt ?? 1}`;
}
