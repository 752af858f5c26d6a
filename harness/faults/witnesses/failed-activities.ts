import type { Witness } from '../../model/evidence.ts';
import { type EntryOf, entriesOf } from '../../model/journal.ts';
import { type BareEvidence, type FaultWindow, faultWindow, isVictim } from './window.ts';

/**
 * Effect witnesses at the gateway: activities that failed on a victim while the fault was in force, of a type of which
 * none had failed before, nor failed meanwhile on a worker that is no victim. Failures that another planned fault
 * explains don't count as such.
 *
 * @remarks Activities that fail now and then anyhow, or everywhere at once, say nothing of a fault of one link. Why one
 * failed the gateway doesn't know, so a failure of another link of the same worker would be taken for this one's.
 */
export function failedActivities(evidence: BareEvidence, window: FaultWindow): readonly Witness[] {
  const failed = entriesOf(evidence.journal, 'call').filter(
    (call) => call.method === 'RespondActivityTaskFailed' && call.grpcStatus === 0,
  );
  const others = evidence.plan.schedule
    .flatMap(({ id }) => faultWindow(evidence, id) ?? [])
    .filter(({ fromMs }) => fromMs !== window.fromMs);
  const otherwise = failed
    .filter((call) => !others.some((other) => isVictim(other, call) && wasInHand(evidence, call, other)))
    .filter((call) => call.startedMs <= window.fromMs || (isWithin(window, call) && !isVictim(window, call)));
  const usual = new Set(otherwise.map((call) => call.activityType));
  return failed
    .filter((call) => isVictim(window, call) && !usual.has(call.activityType))
    .filter((call) => isWithin(window, call))
    .map((call) => ({
      sort: 'effect',
      source: 'gateway',
      component: call.component,
      incarnation: call.incarnation,
      fromMs: call.startedMs,
      toMs: call.atMs,
      observation: `${call.activityType ?? 'An activity'} of ${call.workflowId ?? '?'} failed in attempt ${call.attempt ?? '?'} on ${call.component}.`,
    }));
}

/** Whether an attempt that failed was under way while a fault was in force: it may report that after the healing. */
function wasInHand({ journal }: BareEvidence, failed: EntryOf<'call'>, { fromMs, healedMs }: FaultWindow): boolean {
  const dispatch = entriesOf(journal, 'call').find(
    ({ method, workflowId, activityId, attempt }) =>
      method === 'PollActivityTaskQueue' &&
      workflowId === failed.workflowId &&
      activityId === failed.activityId &&
      attempt === failed.attempt,
  );
  return failed.startedMs > fromMs && (dispatch?.atMs ?? failed.startedMs) < healedMs;
}

function isWithin({ fromMs, healedMs }: FaultWindow, { startedMs }: EntryOf<'call'>): boolean {
  return startedMs > fromMs && startedMs < healedMs;
}

/**
 * As {@link failedActivities}, of a fault of one link.
 *
 * @remarks A worker without Temporal can report no failure: what it fails then, it fails for another reason.
 */
export function failedByLink(evidence: BareEvidence, window: FaultWindow): readonly Witness[] {
  return window.link === `temporal@${window.component}` ? [] : failedActivities(evidence, window);
}
