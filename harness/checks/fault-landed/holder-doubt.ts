import { isOfFleet } from '../../model/fleets.ts';
import { entriesOf } from '../../model/journal.ts';
import { type HandOut, handOuts, isAbout, isAnswer } from '../evidence/hand-outs.ts';
import { type JournalledStrike, TOLERANCE_MS } from './journalled-strike.ts';

/**
 * Why the victim was not the holder of the planned task; null if it was, or if the plan doesn't aim at a holder.
 *
 * @remarks By the journal's dispatches: it had got such a task, and the server had no answer to it when the moment came.
 * A query is no task that a worker holds.
 */
export function holderDoubt({ evidence, planned, reached, injecting }: JournalledStrike): string | null {
  const { target } = planned;
  if (target.role !== 'holder') return null;
  const { workflowId, activityType, fleet } = target;
  const { journal } = evidence;
  const answers = entriesOf(journal, 'call').filter(
    (call) => isAnswer(call) && call.atMs < reached.atMs - TOLERANCE_MS,
  );
  const given = handOuts(journal).filter(
    (one) => one.atMs <= injecting.atMs + TOLERANCE_MS && (one.task === 'activity' || one.startedEventId !== null),
  );
  const isHeld = given.some(
    (one) =>
      one.component === injecting.component &&
      isOfFleet(one.component, fleet) &&
      one.incarnation === (injecting.incarnation ?? one.incarnation) &&
      (workflowId === undefined || one.workflowId === workflowId) &&
      (activityType === undefined || one.activityType === activityType) &&
      !answers.some((call) => isAbout(call, one)) &&
      !given.some((other) => isOvertaken(one, other)),
  );
  if (isHeld) return null;
  const task = activityType ?? 'a task';
  const whose = workflowId === undefined ? task : `${task} of ${workflowId}`;
  const as = fleet === undefined ? '' : ` in the fleet ${fleet}`;
  return `${injecting.component ?? 'its victim'} did not hold ${whose}${as} when it struck`;
}

/** Whether the task was dispatched again, to another worker. */
function isOvertaken(one: HandOut, other: HandOut): boolean {
  if (other.atMs <= one.atMs || other.task !== one.task) return false;
  if (other.workflowId !== one.workflowId || other.runId !== one.runId) return false;
  return one.task === 'workflow' || (other.activityId === one.activityId && other.attempt !== one.attempt);
}
