import { type CrashPoint, placeKey } from '../model/crash-point.ts';
import { type Random, seededRandom } from '../model/random.ts';
import type { Explored, ExploreRequest } from './explore-request.ts';
import type { Explorer } from './explorer.ts';
import { namePoints } from './name-points.ts';
import { adaptedSize } from './plan-fronts.ts';
import type { PointTask, SecondPoint, StruckWorkflow } from './point-task.ts';
import { settledBy } from './references.ts';

/** How many are struck together at first: recoveries spread far more than first runs. */
const FIRST_SIZE = 12;
/** How far the delays of one front may lie apart, in milliseconds: whoever is there first is held for so long. */
const SPREAD_MS = 500;
/** How many of the most promising are looked through for those that fit into one front. */
const LOOK_AHEAD = 12;

/**
 * Explores second crashes: at points of the recovery from a first one, the most promising first, until the time limit.
 *
 * @remarks There are some fifty times as many pairs as points, so that not all can be explored in an afternoon. The most
 * promising are those at the very step that the first crash struck: its work is then attempted for the third time, with
 * what two dead attempts left behind. Then those that come soonest after the first; among equals the seed chooses.
 */
export async function exploreSecondCrashes(
  explorer: Explorer,
  tasks: readonly PointTask[],
  request: ExploreRequest,
): Promise<NonNullable<Explored['pairs']>> {
  const random = seededRandom(request.seed);
  const all = tasks.flatMap((task) => secondTasks(task, explorer, request));
  let waiting = mostPromisingFirst(all, random);
  const total = waiting.length;
  const struck: PointTask[] = [];
  let size = Math.min(FIRST_SIZE, explorer.frontSize);
  request.news.advanced({ doing: 'second crashes' });
  while (waiting.length > 0 && !explorer.outOfTime) {
    const front = fitting(waiting, size);
    waiting = waiting.filter((task) => !front.includes(task));
    request.news.advanced({ total: tasks.length + struck.length + front.length });
    const reached = await explorer.exploreTogether(front);
    size = adaptedSize(size, { points: front.length, reached: reached.size }, explorer.frontSize);
    struck.push(...front);
  }
  await explorer.judged();
  const proved = struck.filter((task) => ['valid', 'invalid'].includes(explorer.made.get(task)?.result.state ?? ''));
  return { total, explored: proved.length };
}

/** Every second crash in the recovery that a first one was seen to lead to. */
function secondTasks(task: PointTask, explorer: Explorer, request: ExploreRequest): readonly PointTask[] {
  const one = explorer.made.get(task)?.one;
  if (one === undefined || task.action.strike === null || one.arrival === null) return [];
  const recovery = recoveryOf(one, request);
  const keys = recovery.map(({ place }) => placeKey(place));
  const order = { keys, certain: new Set(keys), settles: settledBy(recovery) };
  return recovery.map((point) => {
    const second: SecondPoint = { point, order, delayMs: point.atMs };
    return { ...task, second, tries: 0 };
  });
}

/** The points of a recovery, with the times at which they were reached after the strike. */
function recoveryOf(
  one: StruckWorkflow,
  request: Pick<ExploreRequest, 'workflow' | 'explored'>,
): readonly CrashPoint[] {
  const { known, point } = one.task;
  const [history] = known.histories;
  if (history === undefined) return [];
  const boundaries = one.followed.seen.filter(({ atMs }) => atMs > one.strikeMs);
  const naming = { workflow: request.workflow, case: point.case, explored: request.explored, history };
  return namePoints(naming, [{ workflowId: one.job.workflowId, startedMs: one.strikeMs, boundaries }]);
}

/** The same step first; then the sooner, in steps of a tenth of a second, so that the seed has something to choose. */
function rankOf({ point, second }: PointTask): number {
  if (second === null) return 0;
  const sameStep = second.point.step === point.step ? 0 : 1_000_000;
  return sameStep + Math.floor(second.delayMs / 100);
}

function mostPromisingFirst(tasks: readonly PointTask[], random: Random): readonly PointTask[] {
  return tasks
    .map((task) => ({ task, rank: rankOf(task), tie: random.next() }))
    .toSorted((a, b) => a.rank - b.rank || a.tie - b.tie)
    .map(({ task }) => task);
}

/** Of the most promising those that can be struck together with the first: their second points come at about its time. */
function fitting(waiting: readonly PointTask[], size: number): readonly PointTask[] {
  const [first] = waiting;
  const delayMs = first?.second?.delayMs ?? 0;
  const near = waiting
    .slice(0, size * LOOK_AHEAD)
    .filter(({ second }) => Math.abs((second?.delayMs ?? 0) - delayMs) <= SPREAD_MS);
  return near.slice(0, size);
}
