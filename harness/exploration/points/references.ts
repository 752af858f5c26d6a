import { endOf } from '../../checks/evidence/activity-records.ts';
import { HarnessError } from '../../errors.ts';
import { comparesAny, expectationsOf, isCompared, withEnd } from '../../model/compared-items.ts';
import {
  activityKey,
  asksService,
  type Boundary,
  type CrashPoint,
  type Place,
  placeKey,
} from '../../model/crash-point.ts';
import { attributesOf, type EventHistory, eventsOf } from '../../model/event-history.ts';
import { chainOf } from '../../model/execution-chains.ts';
import { canonicalJson, type Json, jsonSchema } from '../../model/json.ts';
import { type Job, jobSchema } from '../../model/plan.ts';
import { orAborted } from '../../wait.ts';
import { dueActions } from '../steer/client-action-triggers.ts';
import type { CaseOrder } from '../steer/cut.ts';
import { type DrivenCase, driveCase, type KnownWay } from '../steer/drive-case.ts';
import type { ExplorationContext } from '../steer/exploration-context.ts';
import { completedElsewhere, crossCheck } from './cross-check.ts';
import { namePoints } from './name-points.ts';
import type { Reference } from './order-points.ts';
import { whyFailed } from './why-failed.ts';

/** How often each case is run without a fault. */
export const REFERENCES = 3;
const CASE_LIMIT_MS = 30_000;

/** A case with everything that its exploration needs. */
export interface ReferenceCase extends KnownWay {
  readonly name: string;
  readonly points: readonly CrashPoint[];
  readonly order: CaseOrder;
  /** The jobs of the reference runs. */
  readonly jobs: readonly Job[];
  /** The boundaries that each of them reached, by workflow id. */
  readonly seen: ReadonlyMap<string, readonly Boundary[]>;
  /** By reference the event histories of its workflow, run by run. */
  readonly chains: readonly (readonly EventHistory[])[];
  /** The event histories of what the references started as children. */
  readonly further: readonly EventHistory[];
  /** How long a run took without a fault, in milliseconds, the longest of them. */
  readonly tookMs: number;
  /** The shortest timeout that runs while a call may be held, in milliseconds. */
  readonly shortestTimeoutMs: number;
  /** The longest time after which the server takes an attempt of an activity for lost, in milliseconds. */
  readonly detectionMs: number;
  jobFor(workflowId: string): Job;
  /** The disagreements between the relays and the event histories. */
  readonly gaps: readonly string[];
  /** The types of activities that another process completed, past the relays. */
  readonly completedElsewhere: readonly string[];
}

/** Whether commands of the system start the workflows of a case. */
export function isByCommand({ jobs }: Pick<ReferenceCase, 'jobs'>): boolean {
  return jobs.some(({ start }) => start !== undefined);
}

interface ReferenceRun extends Reference {
  readonly job: Job;
  /** The event histories of all runs of its workflow, in order. */
  readonly runs: readonly EventHistory[];
  /** Those of what it started as children. */
  readonly further: readonly EventHistory[];
  readonly tookMs: number;
}

/**
 * Runs each case without a fault, three times, and makes its list of crash points.
 *
 * @remarks The cases of one round run side by side, the rounds one after the other, so that each case is timed as it
 * will be among others. A first round warms the worker up and counts for nothing: times would include its start.
 * @throws HarnessError CHAOS_REFERENCE_FAILED if a run doesn't end, CHAOS_BAD_CONFIG.
 */
export async function runReferences(
  context: ExplorationContext,
  names: readonly string[],
): Promise<readonly ReferenceCase[]> {
  const rounds: (readonly ReferenceRun[])[] = [];
  for (let round = 0; round <= REFERENCES; round += 1) {
    rounds.push(await Promise.all(names.map((name) => referenceRun(context, name, round))));
  }
  return names.map((name, index) => {
    const runs = rounds.slice(1).flatMap((round) => round[index] ?? []);
    return knownCase(context, name, runs);
  });
}

async function referenceRun(context: ExplorationContext, name: string, round: number): Promise<ReferenceRun> {
  const job = jobOf(context, name, `${context.runId}-${name}-reference-${round}`);
  const followed = context.interceptor.follow(job.workflowId, null);
  const driven = await driveCase(context, { job, followed, way: null });
  throwIfCommandFailed(name, driven);
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(CASE_LIMIT_MS)]);
  await orAborted(driven.ended, signal).catch((cause: unknown) => {
    context.signal.throwIfAborted();
    throw referenceFailed(name, `it had not ended after ${CASE_LIMIT_MS} ms`, cause);
  });
  throwIfCommandFailed(name, driven);
  const tookMs = context.journal.nowMs() - driven.startedMs;
  const { workflowId } = job;
  const histories = await historiesOf(context, name, workflowId);
  context.interceptor.forget(workflowId);
  const { runs } = chainOf(histories.filter((one) => one.workflowId === workflowId));
  const further = histories.filter((one) => one.workflowId !== workflowId);
  return { job, workflowId, startedMs: driven.startedMs, boundaries: followed.seen, runs, further, tookMs };
}

function throwIfCommandFailed(name: string, driven: DrivenCase): void {
  const failure = driven.commandFailure();
  if (failure !== null) throw referenceFailed(name, `it was not started as it should: ${failure.replace(/\.$/, '')}`);
}

async function historiesOf(
  { probes }: ExplorationContext,
  name: string,
  workflowId: string,
): Promise<readonly EventHistory[]> {
  const book = await probes.books.linkedHistories([workflowId]);
  if (book.state === 'collected') return book.rows;
  throw referenceFailed(name, `its event history could not be read: ${book.reason}`);
}

/** @throws HarnessError CHAOS_BAD_CONFIG if the case isn't pure JSON, or of another id */
function jobOf(context: ExplorationContext, name: string, workflowId: string): Job {
  const job = context.explored.cases[name]?.(workflowId);
  if (job?.workflowId === workflowId) return jobSchema.parse(job);
  const sentence = `Expected the case "${name}" of ${context.workflow} to make a job for the workflow id it is given, but it did not.`;
  throw new HarnessError('CHAOS_BAD_CONFIG', `${sentence} Use the id as it is.`);
}

function knownCase(context: ExplorationContext, name: string, runs: readonly ReferenceRun[]): ReferenceCase {
  const [first] = runs;
  if (first === undefined) throw referenceFailed(name, 'there was none');
  const { workflow, explored } = context;
  const withItsEnd = endOfReferences(name, runs);
  const points = namePoints({ workflow, case: name, explored, runs: first.runs }, runs);
  const keys = points.map(({ place }) => placeKey(place));
  const certain = new Set(
    points.filter(({ references }) => references === runs.length).map(({ place }) => placeKey(place)),
  );
  return {
    name,
    points,
    order: { keys, certain, settles: settledBy(points), unawaited: unawaitedBy(points) },
    jobs: runs.map(({ job }) => withItsEnd(job)),
    seen: new Map(runs.map(({ workflowId, boundaries }) => [workflowId, boundaries])),
    chains: runs.map((run) => run.runs),
    further: runs.flatMap(({ further }) => further),
    tookMs: Math.max(...runs.map(({ tookMs }) => tookMs)),
    shortestTimeoutMs: shortestTimeoutMs(runs),
    detectionMs: detectionMs(runs.flatMap((run) => run.runs)),
    jobFor: (workflowId) => withItsEnd(jobOf(context, name, workflowId)),
    due: dueActions(first.job, first.runs, first.boundaries),
    startsOthers: runs.some(({ further, job }) => further.length > 0 || job.also !== undefined),
    gaps: runs.flatMap((run) => crossCheck(run.runs, run.boundaries)),
    completedElsewhere: [...new Set(runs.flatMap((run) => completedElsewhere(run.runs, run.boundaries)))],
  };
}

/**
 * Gives a job the end of its references if that counts.
 *
 * @throws HarnessError CHAOS_REFERENCE_FAILED if they disagree, or failed without being meant to.
 */
export function endOfReferences(name: string, runs: readonly Pick<ReferenceRun, 'job' | 'runs'>[]): (job: Job) => Job {
  if (!runs.some(({ job }) => comparesAny(job, ['end']))) return (job) => job;
  const ends = runs.map((run) => endOf(run.runs.at(-1) ?? { workflowId: '', runId: '', events: [] }));
  const [end, ...others] = new Set(ends);
  if (end === undefined || others.length > 0)
    throw referenceFailed(name, `it ended in different ways: ${[...new Set(ends)].join(', ')}`);
  const isMeant = runs.some(({ job }) => expectationsOf(job).some((one) => !isCompared(one, 'end') && one.end === end));
  if (end === null || end === 'continued-as-new' || ((end === 'failed' || end === 'timed-out') && !isMeant)) {
    const why = whyFailed(runs[0]?.runs.at(-1) ?? { events: [] });
    const told = why === null ? '' : ` (${why.trim()})`;
    throw referenceFailed(name, `it ended as ${end ?? 'running'}${told}; if it is meant to, give \`expect.end\``);
  }
  return (job) => withEnd(job, end);
}

/** By the report of an attempt's end, its heartbeats and earlier ones: one that still waits then is never sent. */
export function settledBy(points: readonly Pick<CrashPoint, 'place'>[]): CaseOrder['settles'] {
  const places = points.map(({ place }) => place);
  return new Map(
    places
      .filter(({ exchange, side }) => side === 'request' && (exchange === 'completion' || exchange === 'failure'))
      .map((end) => {
        const heartbeats = places.filter((one) => one.exchange === 'heartbeat' && isOver(one, end));
        return [placeKey(end), heartbeats.map((one) => placeKey(one))] as const;
      }),
  );
}

/** By each side of the report of a completion, the requests to services of that attempt. */
export function unawaitedBy(points: readonly Pick<CrashPoint, 'place'>[]): NonNullable<CaseOrder['unawaited']> {
  const places = points.map(({ place }) => place);
  const requests = places.filter(({ exchange }) => asksService(exchange));
  return new Map(
    places
      .filter(({ exchange }) => exchange === 'completion')
      .map((end) => {
        const own = requests.filter((one) => isOver(one, end) && one.attempt === end.attempt);
        return [placeKey(end), own.map((one) => placeKey(one))] as const;
      }),
  );
}

function isOver(one: Place, end: Place): boolean {
  const isSameActivity = one.task === 'activity' && end.task === 'activity' && activityKey(one) === activityKey(end);
  return isSameActivity && one.attempt <= end.attempt;
}

/** Of workflow tasks and of activities' attempts, as the server recorded them. */
function shortestTimeoutMs(runs: readonly ReferenceRun[]): number {
  const histories = runs.flatMap((run) => run.runs);
  const found = histories.flatMap((history) =>
    [
      ...canonicalJson(jsonSchema.parse(history.events)).matchAll(
        /"(?:workflowTaskTimeout|heartbeatTimeout|startToCloseTimeout)":"([\d.]+)s"/g,
      ),
    ].map(([, seconds]) => Number(seconds) * 1000),
  );
  return Math.min(...found.filter((ms) => ms > 0), CASE_LIMIT_MS);
}

/** A worker that died says nothing: its attempt ends by its heartbeat timeout, or else by its start-to-close timeout. */
export function detectionMs(histories: readonly EventHistory[]): number {
  const scheduled = histories.flatMap((history) => eventsOf(history, 'ACTIVITY_TASK_SCHEDULED'));
  const found = scheduled.map((event) => {
    const { heartbeatTimeout, startToCloseTimeout } = attributesOf(event);
    return millisecondsOf(heartbeatTimeout) || millisecondsOf(startToCloseTimeout);
  });
  return Math.max(0, ...found);
}

/** Of a duration such as `60s`. */
function millisecondsOf(duration: Json | undefined): number {
  return typeof duration === 'string' ? Number.parseFloat(duration) * 1000 : 0;
}

function referenceFailed(name: string, got: string, cause?: unknown): HarnessError {
  const sentence = `Expected the case "${name}" to run to its end without any fault, but ${got}.`;
  return new HarnessError('CHAOS_REFERENCE_FAILED', `${sentence} Fix that first; see the logs of the run.`, { cause });
}
