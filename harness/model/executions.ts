import { type AlsoStarted, isOfPattern } from './also-started.ts';
import { scheduledIds } from './by-schedule.ts';
import { attributesOf, type EventHistory, eventsOf, eventTypeOf, textAttribute } from './event-history.ts';
import { runBefore } from './execution-chains.ts';
import type { Job } from './plan.ts';

/** Why an execution is there. */
export type Origin =
  | { readonly kind: 'planned'; readonly job: string }
  /** A workflow of the plan, or another one that belongs to a job, started it as its child. */
  | { readonly kind: 'child'; readonly job: string | null }
  /** A job says that the system starts such workflows; `job` is null if several jobs say so. */
  | { readonly kind: 'declared'; readonly job: string | null; readonly also: AlsoStarted }
  /** A schedule of the plan started it so late that no start of it was seen, or such a workflow did: nothing is expected. */
  | { readonly kind: 'late'; readonly job: null }
  /** The harness's own, or started by one of these. */
  | { readonly kind: 'canary'; readonly job: null }
  /** No event and no plan says why it is there. */
  | { readonly kind: 'unexplained'; readonly job: null };

/** One run of one workflow, and why it is there. */
export interface Execution {
  readonly history: EventHistory;
  readonly origin: Origin;
  /** Whether it may lawfully still run when all jobs have ended. */
  readonly mayStayOpen: boolean;
}

/** What is known of the workflows of a run before its event histories are read. */
export interface KnownWorkflows {
  readonly workload: readonly (Pick<Job, 'workflowId' | 'also'> & Partial<Pick<Job, 'workflowType' | 'bySchedule'>>)[];
  readonly canaries: ReadonlySet<string>;
}

/**
 * Says why each execution is there.
 *
 * @remarks A child names its parent in its start, and the parent's event history names the child.
 */
export function executionsOf(histories: readonly EventHistory[], known: KnownWorkflows): readonly Execution[] {
  const runs: Runs = {
    known,
    planned: new Set(known.workload.map(({ workflowId }) => workflowId)),
    ofWorkflow: Map.groupBy(histories, ({ workflowId }) => workflowId),
  };
  return histories.map((history) => ({
    history,
    origin: originOf(runs, history),
    mayStayOpen: mayStayOpen(runs, history),
  }));
}

/** The run that another run named, such as a parent. */
export interface NamedRun {
  readonly workflowId: string;
  readonly runId: string;
}

/** The run that an attribute of an event names; null if there is none. */
export function runNamedBy(event: EventHistory['events'][number] | undefined, attribute: string): NamedRun | null {
  const named = event === undefined ? undefined : attributesOf(event)[attribute];
  const { workflowId, runId } = (named ?? {}) as { readonly workflowId?: unknown; readonly runId?: unknown };
  return typeof workflowId === 'string' ? { workflowId, runId: typeof runId === 'string' ? runId : '' } : null;
}

interface Runs {
  readonly known: KnownWorkflows;
  readonly planned: ReadonlySet<string>;
  readonly ofWorkflow: ReadonlyMap<string, readonly EventHistory[]>;
}

const unexplained = { kind: 'unexplained', job: null } as const;
const canary = { kind: 'canary', job: null } as const;

function originOf(runs: Runs, history: EventHistory, seen: readonly EventHistory[] = []): Origin {
  const { workflowId } = history;
  if (runs.planned.has(workflowId)) return { kind: 'planned', job: workflowId };
  if (runs.known.canaries.has(workflowId)) return canary;
  if (seen.includes(history)) return unexplained;
  const further = [...seen, history];
  return (
    asChild(runs, history, further) ??
    asSuccessor(runs, history, further) ??
    lateOf(runs, history) ??
    asDeclared(runs, history)
  );
}

function asChild(runs: Runs, history: EventHistory, seen: readonly EventHistory[]): Origin | null {
  const parent = runNamedBy(history.events[0], 'parentWorkflowExecution');
  if (parent === null) return null;
  if (runs.known.canaries.has(parent.workflowId)) return canary;
  const [run] = initiatingRuns(runs, history, parent.workflowId);
  const origin = run === undefined ? unexplained : originOf(runs, run, seen);
  if (origin.kind === 'canary' || origin.kind === 'late') return origin;
  return origin.kind === 'unexplained' ? null : { kind: 'child', job: origin.job };
}

function asSuccessor(runs: Runs, history: EventHistory, seen: readonly EventHistory[]): Origin | null {
  const before = runBefore(history);
  const run = runs.ofWorkflow.get(history.workflowId)?.find(({ runId }) => runId === before?.runId);
  const origin = run === undefined ? unexplained : originOf(runs, run, seen);
  return origin.kind === 'unexplained' ? null : origin;
}

function asDeclared({ known }: Runs, history: EventHistory): Origin {
  const declared = known.workload.flatMap((job) =>
    (job.also ?? []).filter((also) => isSuch(history, also)).map((also) => ({ also, job: job.workflowId })),
  );
  // Without a pattern, an id that holds that of a job tells the jobs apart; the longest, as one may hold another.
  const named = declared.filter(({ job }) => history.workflowId.includes(job));
  const [owner] = named.toSorted((a, b) => b.job.length - a.job.length);
  const [first] = owner === undefined ? declared : [owner];
  if (first === undefined) return unexplained;
  const isSure = owner !== undefined || declared.length === 1;
  return { kind: 'declared', job: isSure ? first.job : null, also: first.also };
}

function lateOf({ known }: Runs, history: EventHistory): Origin | null {
  const isLate = known.workload.some(
    ({ workflowId, workflowType, bySchedule }) =>
      bySchedule !== undefined &&
      workflowType !== undefined &&
      isSuch(history, { workflowType, idPattern: scheduledIds(workflowId) }),
  );
  return isLate ? { kind: 'late', job: null } : null;
}

function isSuch({ workflowId, events }: EventHistory, { workflowType, idPattern }: AlsoStarted): boolean {
  const type = events[0] === undefined ? undefined : attributesOf(events[0]).workflowType;
  if ((type as { readonly name?: unknown } | undefined)?.name !== workflowType) return false;
  return idPattern === undefined || isOfPattern(workflowId, idPattern);
}

/** The runs of the parent that started such a child. */
function initiatingRuns(runs: Runs, { workflowId }: EventHistory, parent: string): readonly EventHistory[] {
  return (runs.ofWorkflow.get(parent) ?? []).filter((run) =>
    eventsOf(run, 'START_CHILD_WORKFLOW_EXECUTION_INITIATED').some(
      (event) => textAttribute(event, 'workflowId') === workflowId,
    ),
  );
}

/** Parents may abandon their children; a plan may say that a workflow ends in any way; a cron schedule never ends. */
function mayStayOpen(runs: Runs, history: EventHistory): boolean {
  const origin = originOf(runs, history);
  if (origin.kind === 'declared') return origin.also.end === undefined || hasSchedule(history);
  if (origin.kind !== 'child') return origin.kind === 'canary' || origin.kind === 'late';
  const parent = runNamedBy(history.events[0], 'parentWorkflowExecution');
  const run = runs.ofWorkflow.get(parent?.workflowId ?? '')?.find(({ runId }) => runId === parent?.runId);
  if (run === undefined) return false;
  if (!isEnded(run)) return mayStayOpen(runs, run);
  return eventsOf(run, 'START_CHILD_WORKFLOW_EXECUTION_INITIATED').some(
    (event) =>
      textAttribute(event, 'workflowId') === history.workflowId &&
      textAttribute(event, 'parentClosePolicy') === 'PARENT_CLOSE_POLICY_ABANDON',
  );
}

function hasSchedule({ events }: EventHistory): boolean {
  return events[0] !== undefined && (textAttribute(events[0], 'cronSchedule') ?? '') !== '';
}

/** Whether an event ends the execution. */
export function isEnded({ events }: EventHistory): boolean {
  const last = events.at(-1);
  return last !== undefined && endTypes.has(eventTypeOf(last));
}

const endTypes: ReadonlySet<string> = new Set(
  ['COMPLETED', 'FAILED', 'CANCELED', 'TERMINATED', 'TIMED_OUT', 'CONTINUED_AS_NEW'].map(
    (end) => `WORKFLOW_EXECUTION_${end}`,
  ),
);
