import { handOuts } from '../../checks/evidence/hand-outs.ts';
import { taskCompletions } from '../../checks/evidence/task-completions.ts';
import { type ActivityPlace, asksService, type Place } from '../../model/crash-point.ts';
import { attributesOf, type EventHistory, eventIdOf, eventsOf, textAttribute } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import { isEnded } from '../../model/executions.ts';
import { type EntryOf, entriesOf } from '../../model/journal.ts';
import { canonicalJson } from '../../model/json.ts';
import { heldEntries, type ProvedStrike } from './held-entries.ts';
import { isOfRun, struckRun } from './struck-run.ts';

/**
 * The record of the server or a service that doesn't fit a strike at that point, in one sentence; null if all fit.
 *
 * @remarks The effect of a held request must be absent or another's; the effect that a held reply reports must be
 * there. A row of a table does not say which request wrote it. Only the first request of an attempt that writes a
 * checkpoint has such a record; at all others the relay and the process alone prove the strike.
 */
export function recordDoubt(one: ProvedStrike, evidence: Omit<Evidence, 'landings'>): string | null {
  const place = placeOf(one);
  if (!one.action.leavesTrace(place)) return null;
  const history = struckRun(one, evidence);
  if (history === undefined) return 'There is no event history to hold it against.';
  // A victim beside the worker and the server takes nothing from the worker: the worker just hears the held answer
  // later.
  const isHeard = heldEntries(one, evidence).some(({ state }) => state === 'released');
  if (isHeard && place.exchange === 'handed-out') return startDoubt(one, evidence, history);
  if (place.task === 'workflow' && place.nth !== undefined) return localActivityDoubt(one, evidence, history);
  if (place.task === 'workflow') return workflowTaskDoubt(one, evidence, history);
  if (place.exchange === 'heartbeat') return heartbeatDoubt(one, place, { ...evidence, history });
  if (place.exchange === 'outside') return effectDoubt(one, place, { ...evidence, history });
  if (place.exchange === 'supabase') return checkpointDoubt(place, { ...evidence, history });
  if (place.exchange === 'failure') return null;
  // It may send the request again by itself, within the same attempt: many HTTP clients do.
  if (asksService(place.exchange) && workerLives(one)) return null;
  return isClosedElsewhere(place, evidence, history) ? null : activityDoubt(place, history);
}

/** The place in the struck run itself: only there is the activity's id that of its records. */
function placeOf({ arrival, point }: ProvedStrike): Place {
  return arrival?.boundary.place ?? point.place;
}

function callOf({ arrival }: ProvedStrike, { journal }: Pick<Evidence, 'journal'>): EntryOf<'call'> | undefined {
  return entriesOf(journal, 'call').find((entry) => entry.call === arrival?.boundary.call);
}

/** The event by which the workflow task of the held call was started, as the relay read it. */
function startedEventIdOf(one: ProvedStrike, evidence: Pick<Evidence, 'journal'>): string | undefined {
  const { point } = one;
  const call = callOf(one, evidence);
  const inside = call?.handedOut?.find((task) => task.task === 'workflow');
  return point.place.exchange === 'handed-out' && inside !== undefined ? inside.startedEventId : call?.startedEventId;
}

const UNKNOWN_TASK = 'The journal does not say which workflow task it was.';

/** For a task that the worker did hear of: its dispatch says that it was started. */
function startDoubt(one: ProvedStrike, evidence: Pick<Evidence, 'journal'>, history: EventHistory): string | null {
  const place = placeOf(one);
  if (place.task === 'activity') {
    const { attempt } = closingOf(place, history);
    if (attempt >= place.attempt) return null;
    return `The event history has attempt ${attempt} of an activity whose attempt ${place.attempt} was dispatched.`;
  }
  const startedEventId = startedEventIdOf(one, evidence);
  if (startedEventId === undefined) return UNKNOWN_TASK;
  const isThere = eventsOf(history, 'WORKFLOW_TASK_STARTED').some(({ eventId }) => eventId === startedEventId);
  return isThere ? null : 'The event history does not have the start of the workflow task that was dispatched.';
}

function workflowTaskDoubt(
  one: ProvedStrike,
  evidence: Pick<Evidence, 'journal'>,
  history: EventHistory,
): string | null {
  const place = placeOf(one);
  const startedEventId = startedEventIdOf(one, evidence);
  if (startedEventId === undefined) return UNKNOWN_TASK;
  const completed = taskCompletions(history, { startedEventId, attempt: place.attempt }).length;
  const isDiscarded = callOf(one, evidence)?.discarded === true;
  const wanted = place.exchange === 'completion' && place.side === 'reply' && !isDiscarded ? 1 : 0;
  // An answer that is lost reaches the worker in its next try: the task is completed by the same report.
  return completed === wanted
    ? null
    : `The event history has ${completed} completions of that workflow task instead of ${wanted}.`;
}

/**
 * A local activity leaves no record but that of its workflow task: a worker that died in the middle completed none.
 *
 * @remarks If the worker lives on, it completes that very task later.
 */
function localActivityDoubt(
  one: ProvedStrike,
  { journal }: Pick<Evidence, 'journal'>,
  history: EventHistory,
): string | null {
  if (workerLives(one)) return null;
  const { workflowId, atMs } = one.arrival?.boundary ?? {};
  const startedEventId = handOuts(journal)
    .filter((task) => task.task === 'workflow' && task.workflowId === workflowId && task.atMs <= (atMs ?? 0))
    .at(-1)?.startedEventId;
  if (startedEventId === undefined || startedEventId === null) return UNKNOWN_TASK;
  const completed = taskCompletions(history, { startedEventId, attempt: placeOf(one).attempt }).length;
  return completed === 0 ? null : 'The event history has the workflow task completed in which its worker died.';
}

function workerLives({ action }: ProvedStrike): boolean {
  return action.fault?.victim !== 'worker' || !action.kills;
}

/** The last attempt of an activity in the event history, 0 if there is none, and how often it completed or timed out. */
function closingOf(
  place: ActivityPlace,
  history: EventHistory,
): { readonly attempt: number; readonly completed: number; readonly timedOut: number } {
  const scheduled = eventsOf(history, 'ACTIVITY_TASK_SCHEDULED').find(
    (event) => textAttribute(event, 'activityId') === place.activityId,
  );
  const started = eventsOf(history, 'ACTIVITY_TASK_STARTED').filter(
    (event) => textAttribute(event, 'scheduledEventId') === scheduled?.eventId,
  );
  const closing = started.at(-1);
  const startedEventId = String(closing === undefined ? 0 : eventIdOf(closing));
  const ends = (type: string): number =>
    eventsOf(history, type).filter((event) => textAttribute(event, 'startedEventId') === startedEventId).length;
  const [completed, timedOut] = [ends('ACTIVITY_TASK_COMPLETED'), ends('ACTIVITY_TASK_TIMED_OUT')];
  return { completed, timedOut, attempt: closing === undefined ? 0 : Number(attributesOf(closing).attempt ?? 1) };
}

/**
 * Whether the worker of a struck attempt had no part in how its activity ended: its workflow ended without waiting for
 * it, or a client completed it by its id.
 */
function isClosedElsewhere(
  place: ActivityPlace,
  { journal }: Pick<Evidence, 'journal'>,
  history: EventHistory,
): boolean {
  if (place.exchange === 'completion' && place.side === 'reply') return false;
  const { attempt } = closingOf(place, history);
  if (attempt === 0) return isEnded(history) && isScheduled(place, history);
  return entriesOf(journal, 'call').some(
    (call) =>
      call.method.endsWith('ById') &&
      call.workflowId === history.workflowId &&
      call.activityId === place.activityId &&
      isOfRun(call, history) &&
      call.grpcStatus === 0,
  );
}

function isScheduled({ activityId }: ActivityPlace, history: EventHistory): boolean {
  return eventsOf(history, 'ACTIVITY_TASK_SCHEDULED').some(
    (event) => textAttribute(event, 'activityId') === activityId,
  );
}

function activityDoubt(place: ActivityPlace, history: EventHistory): string | null {
  const { attempt, completed, timedOut } = closingOf(place, history);
  const recorded = place.exchange === 'completion' && place.side === 'reply';
  if (recorded) {
    if (completed === 1 && attempt === place.attempt) return null;
    return `The event history has ${completed} completions, by attempt ${attempt}, of an activity whose answer was lost.`;
  }
  // Where it may not be tried again, its timeout closes it: its worker never reported that attempt.
  if (attempt > place.attempt || (attempt === place.attempt && timedOut > 0)) return null;
  return `The event history has attempt ${attempt} of an activity whose attempt ${place.attempt} was struck before it was recorded.`;
}

/** Evidence, and the event history of the run in which the strike fell. */
type OfRun<K extends keyof Evidence> = Pick<Evidence, K> & { readonly history: EventHistory };

/** The next attempt gets the details that the server had recorded. */
function heartbeatDoubt(
  one: ProvedStrike,
  place: ActivityPlace,
  { journal, history }: OfRun<'journal'>,
): string | null {
  const told = callOf(one, { journal })?.heartbeatDetails;
  const next = handOuts(journal).find(
    (task) =>
      task.workflowId === history.workflowId &&
      isOfRun(task, history) &&
      task.activityId === place.activityId &&
      (task.attempt ?? 1) === place.attempt + 1,
  );
  if (told === undefined) return 'The journal does not have the details of the heartbeat.';
  if (next === undefined) return 'No later attempt was dispatched, so nothing shows what was recorded.';
  const recorded = next.details !== undefined && canonicalJson(next.details) === canonicalJson(told);
  if (recorded === (place.side === 'reply')) return null;
  return `The next attempt was ${recorded ? '' : 'not '}given the details of a heartbeat whose ${place.side} was struck.`;
}

/** A worker that lives may send a request again by itself, within the same attempt: many HTTP clients do after a reset. */
function effectDoubt(
  one: ProvedStrike,
  place: ActivityPlace,
  { effects, plan, journal, history }: OfRun<'effects' | 'plan' | 'journal'>,
): string | null {
  if (effects.state === 'unavailable')
    return plan.workload.some((job) => job.expect.effects.length > 0) ? effects.reason : null;
  const all = effects.rows.filter(
    ({ activity }) =>
      activity?.workflowId === history.workflowId &&
      activity.activityId === place.activityId &&
      activity.attempt === place.attempt,
  ).length;
  const lines = all - executedInOtherRuns(place, { journal, history });
  const wanted = place.side === 'reply' ? (place.nth ?? 1) : (place.nth ?? 1) - 1;
  return lines === wanted || (workerLives(one) && lines > wanted)
    ? null
    : `The ledger has ${lines} requests of that attempt instead of ${wanted}.`;
}

/** Requests of an activity of that id in other runs. The ledger knows no runs, so the relays tell which these were. */
function executedInOtherRuns(place: ActivityPlace, { journal, history }: OfRun<'journal'>): number {
  return entriesOf(journal, 'http').filter(
    (entry) =>
      entry.link.startsWith(`${place.exchange}@`) &&
      entry.workflowId === history.workflowId &&
      entry.activityId === place.activityId &&
      entry.attempt === place.attempt &&
      entry.repliedMs !== undefined &&
      !isOfRun(entry, history),
  ).length;
}

function checkpointDoubt(
  place: ActivityPlace,
  { checkpoints, eventHistories, history }: OfRun<'checkpoints' | 'eventHistories'>,
): string | null {
  if (checkpoints.state === 'unavailable' || place.nth !== 1) return null;
  // A row names no run, and an activity of another run may have the same id.
  if (hasFurtherRuns(eventHistories, history)) return null;
  const row = checkpoints.rows.find(
    (one) => one.workflowId === history.workflowId && one.activityId === place.activityId,
  );
  if (row === undefined) return null;
  // An attempt that finds the row there writes none, so that an earlier attempt's row is as good.
  const [isWritten, shouldBe] = [row.attempt <= place.attempt, place.side === 'reply'];
  if (shouldBe ? isWritten : row.attempt !== place.attempt) return null;
  return `The row was ${shouldBe ? 'not ' : ''}written by the attempt whose ${place.side} was struck.`;
}

function hasFurtherRuns(histories: Evidence['eventHistories'], { workflowId, runId }: EventHistory): boolean {
  const rows = histories.state === 'collected' ? histories.rows : [];
  return rows.some((row) => row.workflowId === workflowId && row.runId !== runId);
}
