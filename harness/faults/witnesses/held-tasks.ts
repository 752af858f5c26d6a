import { type EntryOf, entriesOf } from '../../model/journal.ts';
import { type BareEvidence, type FaultWindow, isVictim } from './window.ts';

type Call = EntryOf<'call'>;

/** A task that a victim had got and had not answered. */
export interface HeldTask {
  readonly component: string;
  readonly incarnation: number;
  readonly task: 'workflow' | 'activity';
  readonly workflowId: string;
  readonly activityType: string | undefined;
  readonly activityId: string | undefined;
  readonly attempt: number | undefined;
  readonly startedEventId: string | undefined;
  /** When the call that carried it began, and ended. */
  readonly fromMs: number;
  readonly atMs: number;
}

/**
 * The tasks that were dispatched to a victim before an instant, by a poll or inside the reply to a completed workflow
 * task, and whose answer by that victim didn't begin before the fault was in force.
 */
export function heldTasks(evidence: BareEvidence, window: FaultWindow, handedOutBeforeMs: number): readonly HeldTask[] {
  const calls = entriesOf(evidence.journal, 'call').filter((call) => isVictim(window, call));
  const answers = calls.filter(
    (call) => /^Respond(?:Activity|Workflow)Task/.test(call.method) && call.startedMs <= window.injectedMs,
  );
  return calls
    .flatMap((call) => handOutsOf(call))
    .filter((held) => held.atMs < handedOutBeforeMs)
    .filter((held) => !answers.some((call) => call.grpcStatus === 0 && isAbout(call, held)));
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
    const { task, workflowId, activityType, activityId, attempt, startedEventId } = carried;
    if (task === undefined || workflowId === undefined) return [];
    const { component, incarnation } = call;
    const what = { component, incarnation, task, workflowId, activityType, activityId, attempt, startedEventId };
    return [{ ...what, fromMs: call.startedMs, atMs: call.atMs }];
  });
}

/** Whether a call of the task's holder is about it. */
export function isAbout(call: Call, held: HeldTask): boolean {
  if (call.component !== held.component || call.incarnation !== held.incarnation) return false;
  if (call.task !== held.task || call.workflowId !== held.workflowId) return false;
  if (held.task === 'workflow') return call.startedEventId === held.startedEventId;
  return call.activityId === held.activityId && call.attempt === held.attempt;
}
