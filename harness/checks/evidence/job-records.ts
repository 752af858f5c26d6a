import { actionKinds } from '../../model/client-action.ts';
import { isCompared } from '../../model/compared-items.ts';
import { count } from '../../model/count.ts';
import { type EventHistory, eventsOf, eventTypeOf, type HistoryEvent } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import { type Chain, chainOf, type Line, runBefore } from '../../model/execution-chains.ts';
import { entriesOf } from '../../model/journal.ts';
import { type ClientAction, type Job, updateIdOf } from '../../model/plan.ts';
import { referenceDoubt } from '../comparison/reference-runs.ts';
import { rowsOf } from '../define-check.ts';
import { unitRecoveries } from '../recovers-within-bound/unit-recovery.ts';
import { endOf } from './activity-records.ts';
import { type ClientOperation, clientOperations } from './client-operations.ts';
import { updatesOn } from './recorded-updates.ts';
import { waitedForCpuMs } from './waited-for-cpu.ts';

/** A planned job beside what became of it. */
export interface JobRecord {
  readonly job: Job;
  /** The outcome of the client's start request; `never` if the client didn't send one. */
  readonly start: ClientOperation['outcome'] | 'never';
  /** Its event histories, one a run of the workflow, in the order in which they began. */
  readonly histories: readonly EventHistory[];
  /** How these runs follow one another. */
  readonly chain: Chain;
  /**
   * Why the result that is due by now is uncertain, as a clause; null if it is certain.
   *
   * @remarks A missing result is then no violation, but nothing is proved either.
   */
  readonly doubt: string | null;
}

/**
 * Each planned job with its start and its event histories. Workflows outside the plan (canaries) are left out.
 *
 * @throws TypeError if the event histories are unavailable.
 */
export function jobRecords(evidence: Evidence): readonly JobRecord[] {
  const operations = Map.groupBy(clientOperations(evidence.journal), (operation) => operation.workflowId);
  const histories = Map.groupBy(rowsOf(evidence.eventHistories), (history) => history.workflowId);
  return evidence.plan.workload.map((job) => {
    const ours = operations.get(job.workflowId) ?? [];
    const chain = chainOf(histories.get(job.workflowId) ?? []);
    const start = startOf(ours.filter((operation) => operation.action === 'start'));
    const doubt = doubtOf(evidence, { job, operations: ours, chain }) ?? unknownEnd(evidence, job);
    return { job, start, histories: chain.runs, chain, doubt };
  });
}

/** The records whose due result is uncertain. */
export function doubtful(records: readonly JobRecord[]): readonly JobRecord[] {
  return records.filter((record) => record.doubt !== null);
}

/** A workflow whose due result is uncertain, and why. */
export interface Doubt {
  readonly job: Pick<Job, 'workflowId'>;
  readonly doubt: string | null;
}

/** One sentence for workflows in doubt: how many, and why the first. */
export function describeDoubt(records: readonly Doubt[]): string {
  const [first] = records;
  return `${count(records.length, 'workflow')} can't be judged (${first?.job.workflowId ?? ''}: ${first?.doubt ?? ''}).`;
}

/** Whether this job's expectations may be met fully or not at all, because its start has an unknown outcome. */
export function mayBeAbsent(record: JobRecord): boolean {
  return record.start === 'info' && record.histories.length === 0;
}

/** The last of the runs that count, by which a workflow's end is judged; undefined if there is none. */
export function lastRunOf({ chain }: Pick<JobRecord, 'chain'>): EventHistory | undefined {
  return chain.current.at(-1);
}

/** A workflow whose event history grew this shortly before the run stopped waiting was getting on, in milliseconds. */
const GETTING_ON_MS = 5000;
/** On a busy machine it may have been longer ago: by as much as work waited for a CPU in this last time, in milliseconds. */
const SLOW_WINDOW_MS = 10_000;

interface Known {
  readonly job: Job;
  readonly operations: readonly ClientOperation[];
  readonly chain: Chain;
}

function doubtOf(evidence: Evidence, known: Known): string | null {
  const { chain } = known;
  const history = lastRunOf({ chain });
  if (history === undefined || chain.unlinked.length > 0 || endOf(history) !== null) return null;
  const lost = actionKinds.some((kind) => isUntold(kind, known));
  if (lost) return 'a client operation of unknown outcome is not in its event history';
  if (wasGettingOn(evidence, history)) return 'it was still getting on when the limit of the run came';
  return waitingDoubt(evidence, history);
}

/** If its references say nothing of its end, there is none to expect. */
function unknownEnd(evidence: Evidence, job: Job): string | null {
  return isCompared(job.expect, 'end') ? referenceDoubt(evidence, job) : null;
}

/** Its own timeouts may allow more time than the run waited: it will come on yet. */
function waitingDoubt(evidence: Evidence, { workflowId }: EventHistory): string | null {
  const waiting = unitRecoveries(evidence).find((one) => one.state === 'waiting' && one.workflowId === workflowId);
  return waiting === undefined ? null : `${waiting.unit}: ${waiting.remark.replace(/\.$/, '')}`;
}

/** An operation with an unknown outcome may never have been executed; an acknowledged one must have been. */
function isUntold(kind: ClientAction['kind'], known: Known): boolean {
  // A query changes nothing.
  if (kind === 'query') return false;
  const ours = known.operations.filter((operation) => operation.action === kind);
  const ok = ours.filter((operation) => operation.outcome === 'ok').length;
  const info = ours.filter((operation) => operation.outcome === 'info').length;
  const recorded = recordedOf(kind, known);
  return recorded >= ok && recorded < ok + info;
}

function recordedOf(kind: Exclude<ClientAction['kind'], 'query'>, { job, chain }: Known): number {
  if (kind === 'update') return answeredUpdates(job, chain.current);
  if (kind === 'reset') return chain.runs.filter((run) => runBefore(run)?.how === 'reset').length;
  return countOf(chain.current, recordedBy[kind]);
}

const recordedBy = {
  signal: 'WORKFLOW_EXECUTION_SIGNALED',
  cancel: 'WORKFLOW_EXECUTION_CANCEL_REQUESTED',
  terminate: 'WORKFLOW_EXECUTION_TERMINATED',
} as const;

function countOf(line: Line, type: string): number {
  return line.flatMap((history) => eventsOf(history, type)).length;
}

/** Updates of the client that were accepted, and those that are refused, which leave no event. */
function answeredUpdates(job: Job, line: Line): number {
  const updates = job.actions.filter(({ kind }) => kind === 'update');
  const ids = new Set(updates.map((action) => updateIdOf(job, action)));
  const refused = updates.filter(({ outcome }) => outcome === 'rejected').length;
  return refused + updatesOn(line).filter(({ id }) => ids.has(id)).length;
}

/**
 * Whether an event history grew until shortly before the run stopped waiting, because its limit had come.
 *
 * @remarks The limit of a run is ours; event times and the journal's wall clock are of one host.
 */
export function wasGettingOn(evidence: Evidence, { events }: EventHistory): boolean {
  const { plan, journal } = evidence;
  const phases = entriesOf(journal, 'phase');
  const begin = phases.find((entry) => entry.phase === 'injection' && entry.state === 'begin');
  const end = phases.find((entry) => entry.phase === 'recovery' && entry.state === 'end');
  if (begin === undefined || end === undefined || end.atMs - begin.atMs < plan.runTimeMs) return false;
  const endMs = Date.parse(end.time);
  const slowMs = waitedForCpuMs(evidence, end.atMs - SLOW_WINDOW_MS, end.atMs) ?? 0;
  return withoutFailedTries(events).some(({ eventTime }) => {
    const atMs = Date.parse(eventTime);
    return atMs <= endMs && atMs > endMs - GETTING_ON_MS - slowMs;
  });
}

/** The events but the last workflow task that fails again and again: each new attempt of it gets the workflow nowhere. */
function withoutFailedTries(events: readonly HistoryEvent[]): readonly HistoryEvent[] {
  const last = events.findLastIndex((event) => !tries.includes(eventTypeOf(event)));
  const failing = events.slice(last + 1).some((event) => eventTypeOf(event) === 'WORKFLOW_TASK_FAILED');
  return failing ? events.slice(0, last + 1) : events;
}

const tries: readonly string[] = ['WORKFLOW_TASK_SCHEDULED', 'WORKFLOW_TASK_STARTED', 'WORKFLOW_TASK_FAILED'];

function startOf(starts: readonly ClientOperation[]): JobRecord['start'] {
  const outcomes = new Set(starts.map((operation) => operation.outcome));
  return (['ok', 'info', 'fail'] as const).find((outcome) => outcomes.has(outcome)) ?? 'never';
}
