import { count } from '../../model/count.ts';
import { type EventHistory, eventsOf } from '../../model/event-history.ts';
import type { Evidence } from '../../model/evidence.ts';
import { type Chain, chainOf, type Line } from '../../model/execution-chains.ts';
import { entriesOf } from '../../model/journal.ts';
import type { Job } from '../../model/plan.ts';
import { rowsOf } from '../define-check.ts';
import { unitRecoveries } from '../recovers-within-bound/unit-recovery.ts';
import { endOf } from './activity-records.ts';
import { type ClientOperation, clientOperations } from './client-operations.ts';
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
    return { job, start, histories: chain.runs, chain, doubt: doubtOf(evidence, ours, chain) };
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

function doubtOf(evidence: Evidence, operations: readonly ClientOperation[], chain: Chain): string | null {
  const history = lastRunOf({ chain });
  if (history === undefined || chain.unlinked.length > 0 || endOf(history) !== null) return null;
  const lost = (['signal', 'cancel'] as const).some((kind) => isUntold(kind, operations, chain.current));
  if (lost) return 'a client operation of unknown outcome is not in its event history';
  if (wasGettingOn(evidence, history)) return 'it was still getting on when the limit of the run came';
  return waitingDoubt(evidence, history);
}

/** Its own timeouts may allow more time than the run waited: it will come on yet. */
function waitingDoubt(evidence: Evidence, { workflowId }: EventHistory): string | null {
  const waiting = unitRecoveries(evidence).find((one) => one.state === 'waiting' && one.workflowId === workflowId);
  return waiting === undefined ? null : `${waiting.unit}: ${waiting.remark.replace(/\.$/, '')}`;
}

/** An operation with an unknown outcome may never have been executed; an acknowledged one must have been. */
function isUntold(kind: 'signal' | 'cancel', operations: readonly ClientOperation[], line: Line): boolean {
  const ours = operations.filter((operation) => operation.action === kind);
  const ok = ours.filter((operation) => operation.outcome === 'ok').length;
  const info = ours.filter((operation) => operation.outcome === 'info').length;
  const type = kind === 'signal' ? 'WORKFLOW_EXECUTION_SIGNALED' : 'WORKFLOW_EXECUTION_CANCEL_REQUESTED';
  const recorded = line.flatMap((history) => eventsOf(history, type)).length;
  return recorded >= ok && recorded < ok + info;
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
  return events.some(({ eventTime }) => {
    const atMs = Date.parse(eventTime);
    return atMs <= endMs && atMs > endMs - GETTING_ON_MS - slowMs;
  });
}

function startOf(starts: readonly ClientOperation[]): JobRecord['start'] {
  const outcomes = new Set(starts.map((operation) => operation.outcome));
  return (['ok', 'info', 'fail'] as const).find((outcome) => outcomes.has(outcome)) ?? 'never';
}
