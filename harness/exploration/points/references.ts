import { HarnessError } from '../../errors.ts';
import { activityKey, type Boundary, type CrashPoint, type Place, placeKey } from '../../model/crash-point.ts';
import type { EventHistory } from '../../model/event-history.ts';
import { canonicalJson, jsonSchema } from '../../model/json.ts';
import type { Job } from '../../model/plan.ts';
import { orAborted } from '../../wait.ts';
import { type DueAction, dueActions } from '../steer/client-action-triggers.ts';
import type { CaseOrder } from '../steer/cut.ts';
import { driveCase } from '../steer/drive-case.ts';
import type { ExplorationContext } from '../steer/exploration-context.ts';
import { completedElsewhere, crossCheck } from './cross-check.ts';
import { namePoints } from './name-points.ts';
import type { Reference } from './order-points.ts';

/** How often each case is run without a fault. */
export const REFERENCES = 3;
const CASE_LIMIT_MS = 30_000;

/** A case with everything that its exploration needs. */
export interface ReferenceCase {
  readonly name: string;
  readonly points: readonly CrashPoint[];
  readonly order: CaseOrder;
  /** The jobs of the reference runs. */
  readonly jobs: readonly Job[];
  /** The boundaries that each of them reached, by workflow id. */
  readonly seen: ReadonlyMap<string, readonly Boundary[]>;
  /** Their event histories. */
  readonly histories: readonly EventHistory[];
  /** How long a run took without a fault, in milliseconds, the longest of them. */
  readonly tookMs: number;
  /** The shortest timeout that runs while a call may be held, in milliseconds. */
  readonly shortestTimeoutMs: number;
  jobFor(workflowId: string): Job;
  /** When the client's actions are due. */
  readonly due: readonly DueAction[];
  /** The disagreements between the relays and the event histories. */
  readonly gaps: readonly string[];
  /** The types of activities that another process completed, past the relays. */
  readonly completedElsewhere: readonly string[];
}

interface ReferenceRun extends Reference {
  readonly job: Job;
  readonly history: EventHistory;
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
  const driven = await driveCase(context, { job, followed, due: null });
  const signal = AbortSignal.any([context.signal, AbortSignal.timeout(CASE_LIMIT_MS)]);
  await orAborted(driven.ended, signal).catch((cause: unknown) => {
    context.signal.throwIfAborted();
    throw referenceFailed(name, `it had not ended after ${CASE_LIMIT_MS} ms`, cause);
  });
  const tookMs = context.journal.nowMs() - driven.startedMs;
  const history = await context.probes.workflows.eventHistory(job.workflowId);
  context.interceptor.forget(job.workflowId);
  const { workflowId } = job;
  return { job, workflowId, startedMs: driven.startedMs, boundaries: followed.seen, history, tookMs };
}

/** @throws HarnessError CHAOS_BAD_CONFIG if the case isn't pure JSON, or of another id */
function jobOf(context: ExplorationContext, name: string, workflowId: string): Job {
  const job = context.explored.cases[name]?.(workflowId);
  if (job?.workflowId === workflowId) return job;
  const sentence = `Expected the case "${name}" of ${context.workflow} to make a job for the workflow id it is given, but it did not.`;
  throw new HarnessError('CHAOS_BAD_CONFIG', `${sentence} Use the id as it is.`);
}

function knownCase(context: ExplorationContext, name: string, runs: readonly ReferenceRun[]): ReferenceCase {
  const [first] = runs;
  if (first === undefined) throw referenceFailed(name, 'there was none');
  const { workflow, explored } = context;
  const points = namePoints({ workflow, case: name, explored, history: first.history }, runs);
  const keys = points.map(({ place }) => placeKey(place));
  const certain = new Set(
    points.filter(({ references }) => references === runs.length).map(({ place }) => placeKey(place)),
  );
  return {
    name,
    points,
    order: { keys, certain, settles: settledBy(points), unawaited: unawaitedBy(points) },
    jobs: runs.map(({ job }) => job),
    seen: new Map(runs.map(({ workflowId, boundaries }) => [workflowId, boundaries])),
    histories: runs.map(({ history }) => history),
    tookMs: Math.max(...runs.map(({ tookMs }) => tookMs)),
    shortestTimeoutMs: shortestTimeoutMs(runs),
    jobFor: (workflowId) => jobOf(context, name, workflowId),
    due: dueActions(first.job, first.history),
    gaps: runs.flatMap(({ history, boundaries }) => crossCheck(history, boundaries)),
    completedElsewhere: [
      ...new Set(runs.flatMap(({ history, boundaries }) => completedElsewhere(history, boundaries))),
    ],
  };
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
  const requests = places.filter(({ exchange }) => exchange === 'supabase' || exchange === 'outside');
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
  const found = runs.flatMap(({ history }) =>
    [
      ...canonicalJson(jsonSchema.parse(history.events)).matchAll(
        /"(?:workflowTaskTimeout|heartbeatTimeout|startToCloseTimeout)":"([\d.]+)s"/g,
      ),
    ].map(([, seconds]) => Number(seconds) * 1000),
  );
  return Math.min(...found.filter((ms) => ms > 0), CASE_LIMIT_MS);
}

function referenceFailed(name: string, got: string, cause?: unknown): HarnessError {
  const sentence = `Expected the case "${name}" to run to its end without any fault, but ${got}.`;
  return new HarnessError('CHAOS_REFERENCE_FAILED', `${sentence} Fix that first; see the logs of the run.`, { cause });
}
