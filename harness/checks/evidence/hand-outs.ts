import { type EntryOf, entriesOf, type JournalEntry, type TaskTerms } from '../../model/journal.ts';
import type { Json } from '../../model/json.ts';

/** A gRPC call between a worker and Temporal, as the gateway journalled it. */
export type Call = EntryOf<'call'>;

/** One task that the server dispatched to a worker. */
export interface HandOut {
  readonly component: string;
  readonly incarnation: number;
  /** When the reply that carried it ended. */
  readonly atMs: number;
  /** Since when the server offered it, on the journal's clock; null if the journal doesn't say. */
  readonly dueMs: number | null;
  /** The task queue that the poll asked; null if the task came without a poll. */
  readonly taskQueue: string | null;
  readonly task: 'workflow' | 'activity';
  readonly workflowId: string;
  readonly runId: string | null;
  readonly activityType: string | null;
  readonly activityId: string | null;
  readonly attempt: number | null;
  /** The id of a workflow task's WORKFLOW_TASK_STARTED event. */
  readonly startedEventId: string | null;
  readonly terms: TaskTerms | null;
  /** Heartbeat details of the attempt before; undefined if the task carried none. */
  readonly details: Json | undefined;
}

/**
 * Every task that the server dispatched to a worker, in the order of the journal.
 *
 * @remarks A task arrives by a poll, or inside the reply to a completed workflow task. Whether the worker heard the
 * reply doesn't matter: the server believes that it did, and only a timeout will tell it otherwise.
 */
export function handOuts(journal: readonly JournalEntry[]): readonly HandOut[] {
  return entriesOf(journal, 'call').flatMap((call) => {
    if (call.grpcStatus !== 0) return [];
    const inside = (call.handedOut ?? []).flatMap((task) => handOutOf(task, call));
    return isPoll(call) ? [...inside, ...handOutOf(call, call)] : inside;
  });
}

/** Whether a call asks the server for a task. */
export function isPoll(call: Call): boolean {
  return call.method === 'PollActivityTaskQueue' || call.method === 'PollWorkflowTaskQueue';
}

/** Whether a call, executed by the server, reports an outcome of a task. */
export function isAnswer(call: Call): boolean {
  return /^Respond(?:Activity|Workflow)Task/.test(call.method) && call.grpcStatus === 0;
}

/** Whether a call, executed by the server, shows that a worker works on a task. */
export function isProgress(call: Call): boolean {
  return isAnswer(call) || (call.method.startsWith('RecordActivityTaskHeartbeat') && call.grpcStatus === 0);
}

/** Whether a call is about this very task, in this very attempt. */
export function isAbout(call: Call, handOut: HandOut): boolean {
  if (call.component !== handOut.component || call.incarnation !== handOut.incarnation) return false;
  if (!isAboutSubject(call, handOut) || !same(call.runId, handOut.runId)) return false;
  // Attempts of one workflow task may share the id of their start.
  if (!same(call.attempt, handOut.attempt)) return false;
  return handOut.task === 'activity' || same(call.startedEventId, handOut.startedEventId);
}

/** Whether a call is about the same activity, or a workflow task of the same workflow, from any worker. */
export function isAboutSubject(call: Call, unit: Pick<HandOut, 'task' | 'workflowId' | 'activityId'>): boolean {
  if (call.task !== unit.task || call.workflowId !== unit.workflowId) return false;
  return unit.task === 'workflow' || call.activityId === unit.activityId;
}

/** Whether a task was dispatched in place of another: the same one anew, or one of a later run of its workflow. */
export function replaces(other: HandOut, one: HandOut): boolean {
  if (other.workflowId !== one.workflowId) return false;
  if (other.runId !== null && one.runId !== null && other.runId !== one.runId) return true;
  return other.task === one.task && other.activityId === one.activityId;
}

type Task = Pick<Call, 'task' | 'workflowId'> & Omit<NonNullable<Call['handedOut']>[number], 'task' | 'workflowId'>;

function handOutOf(carried: Task, where: Call): HandOut[] {
  const { task, workflowId } = carried;
  // A poll that ended without a task names none.
  if (task === undefined || workflowId === undefined) return [];
  return [
    {
      component: where.component,
      incarnation: where.incarnation,
      atMs: where.atMs,
      dueMs: dueMsOf(carried, where),
      taskQueue: isPoll(where) ? (where.taskQueue ?? null) : null,
      task,
      workflowId,
      runId: carried.runId ?? null,
      activityType: carried.activityType ?? null,
      activityId: carried.activityId ?? null,
      attempt: carried.attempt ?? null,
      startedEventId: carried.startedEventId ?? null,
      terms: carried.terms ?? null,
      details: carried.heartbeatDetails,
    },
  ];
}

/** The server's clock is the harness's: of one host, or kept in step. */
function dueMsOf({ scheduledTime }: Task, { atMs, time }: Call): number | null {
  if (scheduledTime === undefined) return null;
  return Math.min(atMs, atMs - (Date.parse(time) - Date.parse(scheduledTime)));
}

/** A fact that one side lacks can't contradict the other side. */
function same(told: string | number | undefined, known: string | number | null): boolean {
  return told === undefined || known === null || told === known;
}
