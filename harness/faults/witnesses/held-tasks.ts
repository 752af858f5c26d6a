import { type EntryOf, entriesOf } from '../../model/journal.ts';
import { type BareEvidence, type FaultWindow, isVictim } from './window.ts';

type Call = EntryOf<'call'>;

/** A task that a victim had got and had not answered. */
export interface HeldTask {
  readonly component: string;
  readonly incarnation: number;
  readonly task: 'workflow' | 'activity';
  readonly workflowId: string;
  readonly runId: string | undefined;
  readonly activityType: string | undefined;
  readonly activityId: string | undefined;
  readonly attempt: number | undefined;
  readonly startedEventId: string | undefined;
  /** The timeouts that the server sent with an activity. */
  readonly terms: Call['terms'];
  /** When the call that carried it began, and ended. */
  readonly fromMs: number;
  readonly atMs: number;
}

/**
 * The tasks that were dispatched to a victim before an instant, by a poll or inside the reply to a completed workflow
 * task, and whose answer by that victim didn't begin before the fault was in force.
 *
 * @remarks A task that was lost before the fault is none of them: the server had dispatched it anew by then, or its own
 * timeouts had run out. A query isn't either: it has no event, and its answer is no work of the workflow.
 */
export function heldTasks(evidence: BareEvidence, window: FaultWindow, handedOutBeforeMs: number): readonly HeldTask[] {
  const all = entriesOf(evidence.journal, 'call');
  const calls = all.filter((call) => isVictim(window, call));
  const answers = calls.filter(
    (call) => /^Respond(?:Activity|Workflow)Task/.test(call.method) && call.startedMs <= window.injectedMs,
  );
  // A call that is held at the fault's moment has begun, and has not ended.
  const before = all.filter((call) => call.startedMs <= window.fromMs);
  const dispatched = before.flatMap((call) => handOutsOf(call)).filter((one) => one.atMs <= window.fromMs);
  return calls
    .flatMap((call) => handOutsOf(call))
    .filter((held) => held.atMs < handedOutBeforeMs && !isQuery(held))
    .filter((held) => !answers.some((call) => call.grpcStatus === 0 && isAbout(call, held)))
    .filter((held) => !dispatched.some((other) => isLater(other, held)))
    .filter((held) => deadlineMs(before, held) > window.fromMs);
}

/**
 * The tasks of a victim, and until when it had each at the latest: until its own answer, however that ended; the next
 * dispatch of the task; or the end of the attempt's own timeouts. A query is none.
 */
export function taskSpans(
  evidence: BareEvidence,
  window: FaultWindow,
): readonly { readonly fromMs: number; readonly toMs: number }[] {
  const all = entriesOf(evidence.journal, 'call');
  const dispatched = all.flatMap((call) => handOutsOf(call));
  const answers = all.filter(({ method }) => /^Respond(?:Activity|Workflow)Task/.test(method));
  return dispatched
    .filter((held) => isVictim(window, held) && !isQuery(held))
    .map((held) => {
      const own = answers.filter((call) => isAbout(call, held) && call.startedMs >= held.atMs);
      const later = dispatched.filter((other) => isLater(other, held));
      const ends = [...own.map((call) => call.startedMs), ...later.map((other) => other.atMs)];
      return { fromMs: held.atMs, toMs: Math.min(deadlineMs(all, held), ...ends) };
    });
}

/** A query alone comes as a workflow task that no event started. */
function isQuery({ task, startedEventId }: HeldTask): boolean {
  return task === 'workflow' && startedEventId === undefined;
}

/** Whether one dispatch of a task came after the loss of another: a later attempt, or a later workflow task. */
function isLater(other: HeldTask, held: HeldTask): boolean {
  if (other.task !== held.task || other.workflowId !== held.workflowId || other.runId !== held.runId) return false;
  if (held.task === 'workflow') return Number(other.startedEventId) > Number(held.startedEventId);
  return other.activityId === held.activityId && (other.attempt ?? 1) > (held.attempt ?? 1);
}

/**
 * When the server gives up an attempt of an activity that it hears nothing more of; Infinity if no timeout is known.
 *
 * @param before - the calls whose heartbeats count
 */
function deadlineMs(before: readonly Call[], held: HeldTask): number {
  const { terms, atMs } = held;
  if (terms === undefined) return Number.POSITIVE_INFINITY;
  const heard = before.filter((call) => isHeartbeat(call) && isAbout(call, held)).map((call) => call.atMs);
  const limits = [
    [Math.max(atMs, ...heard), terms.heartbeatTimeoutMs],
    [atMs, terms.startToCloseTimeoutMs],
  ] as const;
  return Math.min(...limits.map(([sinceMs, limitMs]) => sinceMs + (limitMs ?? Number.POSITIVE_INFINITY)));
}

function isHeartbeat({ method, grpcStatus }: Call): boolean {
  return method.startsWith('RecordActivityTaskHeartbeat') && grpcStatus === 0;
}

/** Whether a call is an empty poll: one that was waiting for a task and carried none. */
export function isEmptyPoll(call: Call): boolean {
  return call.method.startsWith('Poll') && call.task === undefined;
}

/** The tasks that a call carried to its worker. */
export function handOutsOf(call: Call): HeldTask[] {
  if (call.grpcStatus !== 0) return [];
  const own = call.method.startsWith('Poll') ? [call] : [];
  return [...own, ...(call.handedOut ?? [])].flatMap((carried) => {
    const { task, workflowId, runId, activityType, activityId, attempt, startedEventId, terms } = carried;
    if (task === undefined || workflowId === undefined) return [];
    const holder = { component: call.component, incarnation: call.incarnation };
    const what = { task, workflowId, runId, activityType, activityId, attempt, startedEventId, terms };
    return [{ ...holder, ...what, fromMs: call.startedMs, atMs: call.atMs }];
  });
}

/** Whether a call of the task's holder is about it. */
export function isAbout(call: Call, held: HeldTask): boolean {
  if (call.component !== held.component || call.incarnation !== held.incarnation) return false;
  if (call.task !== held.task || call.workflowId !== held.workflowId) return false;
  if (held.task === 'workflow') return call.startedEventId === held.startedEventId;
  return call.activityId === held.activityId && call.attempt === held.attempt;
}
