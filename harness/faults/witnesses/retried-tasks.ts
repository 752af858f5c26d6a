import {
  attributesOf,
  type EventHistory,
  eventsOf,
  eventTypeOf,
  type HistoryEvent,
  textAttribute,
} from '../../model/event-history.ts';
import type { Witness } from '../../model/evidence.ts';
import { entriesOf } from '../../model/journal.ts';
import { type HeldTask, heldTasks, isAbout } from './held-tasks.ts';
import { type BareEvidence, endOf, type FaultWindow } from './window.ts';

/**
 * Effect witnesses in the event histories: tasks that a victim held and lost.
 *
 * @remarks An activity that a victim had got (in the gateway's journal) was recorded with a later attempt, or a
 * workflow task that it had started timed out. Intermediate attempts leave no event: Temporal records only the last
 * start, with its attempt.
 */
export function retriedTasks(evidence: BareEvidence, window: FaultWindow): readonly Witness[] {
  if (evidence.eventHistories.state !== 'collected') return [];
  const held = heldTasks(evidence, window, window.healingMs);
  return [
    ...held
      .filter((one) => one.task === 'activity' && !hasFailed(evidence, one))
      .flatMap((one) => retriedActivity(evidence, window, one)),
    ...held.filter((one) => one.task === 'workflow').flatMap((one) => lostWorkflowTask(evidence, window, one)),
  ];
}

function retriedActivity(evidence: BareEvidence, window: FaultWindow, held: HeldTask): Witness[] {
  const attempt = recordedAttempt(evidence, held);
  if (attempt === undefined || held.attempt === undefined || attempt <= held.attempt) return [];
  const what = `${held.activityType} of ${held.workflowId}`;
  const observation = `${what} was held by ${held.component} in attempt ${held.attempt} and recorded in attempt ${attempt}.`;
  return [witness(held, { fromMs: held.fromMs, toMs: Math.max(held.atMs, endOf(window)), observation })];
}

/** One that failed on its holder, who said so and was heard, was not lost: it is retried for its own failure. */
function hasFailed({ journal }: BareEvidence, held: HeldTask): boolean {
  return entriesOf(journal, 'call').some(
    (call) => call.method === 'RespondActivityTaskFailed' && call.grpcStatus === 0 && isAbout(call, held),
  );
}

function recordedAttempt(evidence: BareEvidence, held: HeldTask): number | undefined {
  if (evidence.eventHistories.state !== 'collected') return undefined;
  const history = evidence.eventHistories.rows.find((one) => isRunOf(one, held));
  if (history === undefined) return undefined;
  const scheduled = eventsOf(history, 'ACTIVITY_TASK_SCHEDULED').find(
    (event) => attributesOf(event).activityId === held.activityId,
  );
  const started = eventsOf(history, 'ACTIVITY_TASK_STARTED').find(
    (event) => attributesOf(event).scheduledEventId === scheduled?.eventId,
  );
  return started === undefined ? undefined : Number(attributesOf(started).attempt ?? 1);
}

/** Event ids and activity ids begin anew in each run of a workflow. */
function isRunOf({ workflowId, runId }: EventHistory, held: HeldTask): boolean {
  return workflowId === held.workflowId && (held.runId ?? runId) === runId;
}

/** A time-out that the server recorded before the injection has another cause, even if a victim held the task. */
function lostWorkflowTask(evidence: BareEvidence, window: FaultWindow, held: HeldTask): Witness[] {
  if (evidence.eventHistories.state !== 'collected' || held.startedEventId === undefined) return [];
  return evidence.eventHistories.rows
    .filter((history) => isRunOf(history, held))
    .flatMap((history) => eventsOf(history, 'WORKFLOW_TASK_TIMED_OUT'))
    .filter((event) => textAttribute(event, 'startedEventId') === held.startedEventId)
    .filter((event) => atMsOf(evidence, window, event) > window.fromMs)
    .map((event) => {
      const what = `Workflow task of ${held.workflowId} started by ${held.component}`;
      const observation = `${what} timed out (event ${event.eventId}, ${eventTypeOf(event)}).`;
      return witness(held, { fromMs: window.fromMs, toMs: endOf(window), observation });
    });
}

/** An event's instant on the journal's clock, by the entry of the fault's own injection, which has both clocks. */
function atMsOf(evidence: BareEvidence, window: FaultWindow, event: HistoryEvent): number {
  const entry = entriesOf(evidence.journal, 'fault').find((one) => one.atMs === window.fromMs);
  // NaN, which is later than nothing: an event without an instant is no witness.
  if (entry === undefined) return Number.NaN;
  return Date.parse(event.eventTime) - Date.parse(entry.time) + entry.atMs;
}

function witness(held: HeldTask, seen: Pick<Witness, 'fromMs' | 'toMs' | 'observation'>): Witness {
  const { component, incarnation } = held;
  return { sort: 'effect', source: 'event-history', component, incarnation, ...seen };
}
