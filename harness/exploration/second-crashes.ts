import { type CrashPoint, placeKey } from '../model/crash-point.ts';
import { type Random, seededRandom } from '../model/random.ts';
import type { Explored, ExploreRequest } from './explore-request.ts';
import type { PointRunner } from './point-runner.ts';
import { namePoints } from './points/name-points.ts';
import { settledBy, unawaitedBy } from './points/references.ts';
import { adaptedSize, MOST_TRIES, TRIES } from './strike/plan-fronts.ts';
import {
  type FaultedWorkflow,
  type PointTask,
  type SecondPoint,
  strikeKey,
  type TriesOf,
} from './strike/point-task.ts';

/** How many are struck together at first: recoveries spread far more than first runs. */
const FIRST_SIZE = 12;
/** How far the delays of one front may lie apart, in milliseconds: the first workflow there is held for so long. */
const SPREAD_MS = 500;
/** How many of the most promising are looked through for those that fit into one front. */
const LOOK_AHEAD = 12;

/**
 * Explores second crashes: at points of the recovery from a first one, the most promising first, until the time limit.
 *
 * @remarks There are some fifty times as many pairs as points, so that not all can be explored in an afternoon. The
 * most promising are those at the very step that the first crash struck: its work is then attempted for the third time,
 * with what two dead attempts left behind. Then those that come soonest after the first; among equals the seed chooses.
 */
export async function exploreSecondCrashes(
  explorer: PointRunner,
  tasks: readonly PointTask[],
  request: ExploreRequest,
): Promise<NonNullable<Explored['pairs']>> {
  const random = seededRandom(request.seed);
  const all = tasks.flatMap((task) => secondTasks(task, explorer, request)).map((task) => ranked(task, random));
  const { triesOf } = explorer.results;
  let waiting = mostPromisingFirst(all, triesOf);
  const struck = new Set<PointTask>();
  let size = Math.min(FIRST_SIZE, explorer.frontSize);
  request.listener.advanced({ doing: 'second crashes' });
  while (waiting.length > 0 && !explorer.outOfTime) {
    const front = fitting(waiting, size, triesOf);
    for (const { task } of front) struck.add(task);
    request.listener.advanced({ total: tasks.length + struck.size });
    const reached = await explorer.exploreTogether(front.map(({ task }) => task));
    // One that is alone says nothing of how many may be struck together.
    if (front.length > 1) size = adaptedSize(size, { points: front.length, reached: reached.size }, explorer.frontSize);
    const over = new Set(front.filter(({ task }) => reached.has(task) || triesOf(task) >= MOST_TRIES));
    waiting = mostPromisingFirst(
      waiting.filter((one) => !over.has(one)),
      triesOf,
    );
    await explorer.exploreLate();
  }
  const isProved = (task: PointTask): boolean =>
    ['valid', 'invalid'].includes(explorer.results.made.get(task)?.result.state ?? '');
  return { total: all.length, explored: [...struck].filter(isProved).length };
}

/** Every second crash in the recovery that a first one was seen to lead to. */
function secondTasks(task: PointTask, explorer: PointRunner, request: ExploreRequest): readonly PointTask[] {
  const one = explorer.results.made.get(task)?.one;
  if (one === undefined || task.action.fault === null || one.arrival === null) return [];
  const recovery = recoveryOf(one, request);
  const keys = recovery.map(({ place }) => placeKey(place));
  const order = { keys, certain: new Set(keys), settles: settledBy(recovery), unawaited: unawaitedBy(recovery) };
  // Timeouts cause a recovery, and they run from before the strike: the longer the hold, the sooner it comes.
  const holdMs = one.strikeMs - one.arrival.heldMs;
  return recovery.map((point) => {
    const second: SecondPoint = { point, order, delayMs: point.atMs + holdMs };
    return { ...task, second };
  });
}

/** The points of a recovery, with the times at which they were reached after the strike. */
function recoveryOf(
  one: FaultedWorkflow,
  request: Pick<ExploreRequest, 'workflow' | 'explored'>,
): readonly CrashPoint[] {
  const { known, point } = one.task;
  const [runs = []] = known.chains;
  const boundaries = one.followed.seen.filter(({ atMs }) => atMs > one.strikeMs);
  const naming = { workflow: request.workflow, case: point.case, explored: request.explored, runs };
  return namePoints(naming, [{ workflowId: one.job.workflowId, startedMs: one.strikeMs, boundaries }]);
}

/** A second crash that waits for its turn. */
interface Ranked {
  readonly task: PointTask;
  /** 0: at the very step that the first crash struck; 1: elsewhere. */
  readonly group: 0 | 1;
  /** In steps of a tenth of a second, so that the seed has something to choose. */
  readonly soon: number;
  readonly tie: number;
}

function ranked(task: PointTask, random: Random): Ranked {
  const { point, second } = task;
  const group = second?.point.step === point.step ? 0 : 1;
  return { task, group, soon: Math.floor((second?.delayMs ?? 0) / 100), tie: random.next() };
}

/**
 * The same step first, until all of it was tried often enough; of each those that were tried the least; then the
 * sooner.
 */
function mostPromisingFirst(waiting: readonly Ranked[], triesOf: TriesOf): readonly Ranked[] {
  return waiting.toSorted(
    (a, b) => a.group - b.group || triesOf(a.task) - triesOf(b.task) || a.soon - b.soon || a.tie - b.tie,
  );
}

/**
 * The most promising pairs that can be struck together with the first: their second points come at about its time. A
 * pair that fronts missed too often gets a separate front.
 */
function fitting(waiting: readonly Ranked[], size: number, triesOf: TriesOf): readonly Ranked[] {
  const [first] = waiting;
  if (first === undefined || triesOf(first.task) >= TRIES.inFronts) return waiting.slice(0, 1);
  const delayOf = ({ task }: Ranked): number => task.second?.delayMs ?? 0;
  const near = waiting
    .slice(0, size * LOOK_AHEAD)
    .filter(({ task }) => triesOf(task) < TRIES.inFronts && strikeKey(task) === strikeKey(first.task))
    .filter((one) => Math.abs(delayOf(one) - delayOf(first)) <= SPREAD_MS);
  return near.slice(0, size);
}
