import { attributesOf, eventsOf, eventTypeOf, textAttribute } from '../../model/event-history.ts';
import type { Witness } from '../../model/evidence.ts';
import { type EntryOf, entriesOf } from '../../model/journal.ts';
import type { BareEvidence, FaultWindow } from './window.ts';

/**
 * Effect witnesses in the event histories: tasks that the victim held and lost.
 *
 * @remarks An activity that the victim had been handed (in the gateway's journal) was recorded with a later attempt; or
 * a workflow task that the victim had started timed out. Intermediate attempts leave no event of their own: Temporal
 * records only the last start, with its attempt.
 */
export function retriedTasks(evidence: BareEvidence, window: FaultWindow): readonly Witness[] {
  if (evidence.eventHistories.state !== 'collected') return [];
  return [...retriedActivities(evidence, window), ...lostWorkflowTasks(evidence, window)];
}

function retriedActivities(evidence: BareEvidence, window: FaultWindow): Witness[] {
  const calls = entriesOf(evidence.journal, 'call');
  return heldActivities(calls, window).flatMap((held) => {
    const attempt = recordedAttempt(evidence, held);
    if (attempt === undefined || held.attempt === undefined || attempt <= held.attempt) return [];
    const what = `${held.activityType} of ${held.workflowId}`;
    return [
      {
        sort: 'effect',
        source: 'event-history',
        component: window.component,
        incarnation: window.incarnation,
        fromMs: held.startedMs,
        toMs: window.healedMs === Number.POSITIVE_INFINITY ? held.atMs : Math.max(held.atMs, window.healedMs),
        observation: `${what} was held by ${window.component} in attempt ${held.attempt} and recorded in attempt ${attempt}.`,
      },
    ];
  });
}

/** Hand-outs of activities to the victim before or during the fault that the victim had not answered before it. */
function heldActivities(calls: readonly EntryOf<'call'>[], window: FaultWindow): readonly EntryOf<'call'>[] {
  const ours = calls.filter((call) => isVictim(call, window) && call.task === 'activity');
  const answered = new Set(
    ours.filter((call) => isAnswer(call) && call.atMs < window.fromMs).map((call) => attemptKey(call)),
  );
  return ours.filter(
    (call) =>
      call.method === 'PollActivityTaskQueue' && call.startedMs < window.healingMs && !answered.has(attemptKey(call)),
  );
}

function isVictim(call: EntryOf<'call'>, window: FaultWindow): boolean {
  return call.component === window.component && call.incarnation === window.incarnation;
}

function isAnswer(call: EntryOf<'call'>): boolean {
  return call.method.startsWith('RespondActivityTask') && call.grpcStatus === 0;
}

function attemptKey(call: EntryOf<'call'>): string {
  return `${call.workflowId}/${call.runId}/${call.activityId}/${call.attempt}`;
}

function recordedAttempt(evidence: BareEvidence, held: EntryOf<'call'>): number | undefined {
  if (evidence.eventHistories.state !== 'collected') return undefined;
  const history = evidence.eventHistories.rows.find((one) => one.workflowId === held.workflowId);
  if (history === undefined) return undefined;
  const scheduled = eventsOf(history, 'ACTIVITY_TASK_SCHEDULED').find(
    (event) => attributesOf(event).activityId === held.activityId,
  );
  const started = eventsOf(history, 'ACTIVITY_TASK_STARTED').find(
    (event) => attributesOf(event).scheduledEventId === scheduled?.eventId,
  );
  return started === undefined ? undefined : Number(attributesOf(started).attempt ?? 1);
}

function lostWorkflowTasks(evidence: BareEvidence, window: FaultWindow): Witness[] {
  if (evidence.eventHistories.state !== 'collected') return [];
  const started = new Set(
    entriesOf(evidence.journal, 'call')
      .filter((call) => isVictim(call, window) && call.task === 'workflow' && call.startedEventId !== undefined)
      .map((call) => `${call.workflowId}/${call.startedEventId}`),
  );
  return evidence.eventHistories.rows.flatMap((history) =>
    history.events
      .filter((event) => eventTypeOf(event) === 'WORKFLOW_TASK_TIMED_OUT')
      .filter((event) => started.has(`${history.workflowId}/${textAttribute(event, 'startedEventId')}`))
      .map((event) => ({
        sort: 'effect' as const,
        source: 'event-history' as const,
        component: window.component,
        incarnation: window.incarnation,
        fromMs: window.fromMs,
        toMs: window.healedMs === Number.POSITIVE_INFINITY ? window.injectedMs : window.healedMs,
        observation: `Workflow task of ${history.workflowId} started by ${window.component} timed out (event ${event.eventId}).`,
      })),
  );
}
