import type { PointTask } from './point-task.ts';

/** How often a point is missed by a front before it is tried alone, and alone before it counts as unreachable. */
export const TRIES = { inFronts: 3, alone: 3 } as const;

/**
 * Deals points to fronts: neighbours in time together.
 *
 * @remarks So that the workflows of a front get on in step, and come to their points at about the same time however busy
 * the machine is.
 * @param size - how many workflows a front holds at most
 */
export function planFronts(tasks: readonly PointTask[], size: number): readonly (readonly PointTask[])[] {
  const sorted = tasks.toSorted((a, b) => a.point.atMs - b.point.atMs);
  const count = Math.ceil(sorted.length / size);
  // All of about the same size: a last front of three would cost as much as one of forty.
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * sorted.length) / count);
    return sorted.slice(from, Math.floor(((index + 1) * sorted.length) / count));
  });
}
