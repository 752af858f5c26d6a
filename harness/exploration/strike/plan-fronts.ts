import { type PointTask, type StruckWorkflow, strikeKey, type TriesOf } from './point-task.ts';

/** How often a point is missed by a front before it is tried alone, and alone before it counts as unreachable. */
export const TRIES = { inFronts: 3, alone: 3 } as const;
/** How often it is tried in all. */
export const MOST_TRIES = TRIES.inFronts + TRIES.alone;

/** The fewest that a front is shrunk to. */
const LEAST = 4;

/** The next front: neighbours in time, the earliest first. */
export interface NextFront {
  readonly tasks: readonly PointTask[];
  /** Those that wait for a later front. */
  readonly rest: readonly PointTask[];
}

/**
 * Takes the next front from the points that wait: neighbours in time together.
 *
 * @remarks The workflows of a front then advance in step, and reach their points at about the same time even on a busy
 * machine. The last points are spread evenly: a last front of three would cost as much as one of forty. A point that
 * fronts missed too often gets a separate front.
 * @param size - how many workflows a front holds at most
 */
export function nextFront(waiting: readonly PointTask[], size: number, triesOf: TriesOf): NextFront {
  const alone = waiting.find((task) => triesOf(task) >= TRIES.inFronts);
  const together = waiting
    .filter((task) => triesOf(task) < TRIES.inFronts)
    .toSorted((a, b) => a.point.atMs - b.point.atMs);
  if (together.length === 0) return split(waiting, alone === undefined ? [] : [alone]);
  const fronts = Math.ceil(together.length / size);
  return split(waiting, together.slice(0, Math.ceil(together.length / fronts)));
}

/** Whether they are so few that they hardly delay one another. */
export function isFew(tasks: readonly unknown[]): boolean {
  return tasks.length <= LEAST;
}

/**
 * The next of those that recovered late in a front: once more among a few, fewer than a front holds, and then alone;
 * and alone who was missed too often or can't be struck together. None where no tries are left.
 *
 * @param late - each with the strike at which it was late
 * @param most - how many workflows a front holds at most
 */
export function nextLate(
  late: ReadonlyMap<PointTask, LateStrike>,
  most: number,
  triesOf: TriesOf,
): readonly PointTask[] {
  const left = [...late].filter(([task]) => triesOf(task) < MOST_TRIES);
  const size = Math.min(LEAST, most - 1);
  const together = left
    .filter(([{ action, second }, { one }]) => action.scope === 'group' && second === null && one.crowd > size)
    .map(([task]) => task);
  const [first] = together;
  if (first === undefined || size < 2) return left.slice(0, 1).map(([task]) => task);
  return nextFront(
    together.filter((task) => strikeKey(task) === strikeKey(first)),
    size,
    triesOf,
  ).tasks;
}

interface LateStrike {
  readonly one: Pick<StruckWorkflow, 'crowd'>;
}

/**
 * How many workflows the next front is to hold, by how the last one went.
 *
 * @remarks On a slow or busy machine the last of many comes too late for the first, which may not be held any longer:
 * fewer at once then get further. If all were there, more are tried again.
 */
export function adaptedSize(
  size: number,
  last: { readonly points: number; readonly reached: number },
  most: number,
): number {
  const share = last.reached / Math.max(1, last.points);
  if (share < 0.7) return Math.max(Math.min(LEAST, most), Math.floor(last.points / 2));
  return share === 1 ? Math.min(most, Math.ceil(size * 1.5)) : size;
}

function split(waiting: readonly PointTask[], tasks: readonly PointTask[]): NextFront {
  const taken = new Set(tasks);
  return { tasks, rest: waiting.filter((task) => !taken.has(task)) };
}

const MOST_SLOWDOWN = 8;

/** How much slower than alone the workflows of a front ran, as the median; null if none was measured. */
export function slowdownOf(reached: readonly Pick<StruckWorkflow, 'arrival' | 'startedMs' | 'task'>[]): number | null {
  const ratios = reached
    .filter(({ task }) => task.point.atMs > 100)
    .map(({ arrival, startedMs, task }) => ((arrival?.heldMs ?? startedMs) - startedMs) / task.point.atMs)
    .toSorted((a, b) => a - b);
  const middle = ratios[Math.floor(ratios.length / 2)];
  return middle === undefined ? null : Math.min(Math.max(middle, 1), MOST_SLOWDOWN);
}
