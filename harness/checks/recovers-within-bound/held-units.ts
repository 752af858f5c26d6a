import type { Evidence } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { type HandOut, handOuts, isAbout, isAnswer } from '../evidence/hand-outs.ts';
import { stickyUnits } from './sticky-units.ts';
import { type HeldUnit, isStruck, type Strike } from './strikes.ts';

/**
 * The units of work that a victim held while the fault was in force. They were dispatched to it before, and the server
 * had executed no answer by then; or they were dispatched meanwhile; or they were scheduled to its sticky queue, which
 * no other worker polls.
 *
 * @remarks If the same activity or workflow's tasks were dispatched to it repeatedly, the first dispatch that the fault
 * could touch counts; the cost of the later ones is part of its bound. A workflow that the plan doesn't name and that has
 * no event history is no part of the evidence: in an exploration, a reference may have left an activity open.
 */
export function heldUnits(evidence: Evidence, strike: Strike): readonly HeldUnit[] {
  const calls = entriesOf(evidence.journal, 'call');
  const all = handOuts(evidence.journal).filter(isPartOf(evidence));
  // A query alone has no event and is no work of the workflow.
  const victims = all.filter(
    (one) => isStruck(calls, strike, one) && (one.task === 'activity' || one.startedEventId !== null),
  );
  const before = all.filter((one) => one.atMs <= strike.injectedMs);
  const held = victims
    .filter((one) => one.atMs <= strike.injectedMs)
    .filter((one) => !calls.some((call) => isAnswer(call) && isAbout(call, one) && call.startedMs <= strike.injectedMs))
    .filter((one) => !before.some((other) => isLater(other, one)))
    .map((one) => unitOf(strike, one));
  const meanwhile = victims
    .filter((one) => one.atMs > strike.injectedMs && one.atMs <= endMs(strike))
    .map((one) => unitOf(strike, one));
  return [...held, ...stickyUnits(evidence, strike), ...firstTouched(evidence, held, meanwhile)];
}

function isPartOf({ plan, eventHistories }: Evidence): (one: HandOut) => boolean {
  if (eventHistories.state === 'unavailable') return () => true;
  const known = new Set([...plan.workload, ...eventHistories.rows].map(({ workflowId }) => workflowId));
  return ({ workflowId }) => known.has(workflowId);
}

/** The units dispatched meanwhile that the victim failed or never answered, without repetitions of another unit. */
function firstTouched(
  evidence: Evidence,
  held: readonly HeldUnit[],
  meanwhile: readonly HeldUnit[],
): readonly HeldUnit[] {
  const calls = entriesOf(evidence.journal, 'call');
  const isTouched = ({ handOut }: HeldUnit): boolean => {
    const answer = calls.find((call) => handOut !== null && isAnswer(call) && isAbout(call, handOut));
    return answer === undefined || answer.method.includes('TaskFailed');
  };
  const touched: HeldUnit[] = [];
  for (const unit of meanwhile) {
    const known = [...held.filter((one) => isTouched(one)), ...touched];
    if (isTouched(unit) && !known.some((one) => isSameWork(one, unit))) touched.push(unit);
  }
  return touched;
}

function isSameWork(one: HeldUnit, other: HeldUnit): boolean {
  return one.task === other.task && one.workflowId === other.workflowId && one.activityId === other.activityId;
}

/** If the journal doesn't say when it was healed, the plan does. */
function endMs({ injectedMs, healedMs, planned }: Strike): number {
  return healedMs ?? injectedMs + (planned?.healAfterMs ?? 0);
}

/** A task that was dispatched anew before the fault had been lost before it. */
function isLater(other: HandOut, one: HandOut): boolean {
  if (other.task !== one.task || other.workflowId !== one.workflowId || other.runId !== one.runId) return false;
  if (one.task === 'workflow') return Number(other.startedEventId) > Number(one.startedEventId);
  return other.activityId === one.activityId && (other.attempt ?? 1) > (one.attempt ?? 1);
}

function unitOf(strike: Strike, handOut: HandOut): HeldUnit {
  const { task, workflowId, runId, activityId, attempt, startedEventId, atMs } = handOut;
  const sinceMs = Math.max(strike.injectedMs, atMs);
  const what = { task, workflowId, runId, activityId, attempt, startedEventId };
  return { ...what, name: nameOf(handOut), strike, handOut, sinceMs };
}

function nameOf(one: HandOut): string {
  if (one.task === 'workflow') return `workflow task of ${one.workflowId} (event ${one.startedEventId ?? ''})`;
  return `${one.activityType ?? 'activity'} of ${one.workflowId}, attempt ${one.attempt ?? 1}`;
}
