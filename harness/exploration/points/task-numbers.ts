import type { Boundary } from '../../model/crash-point.ts';
import type { EventHistory } from '../../model/event-history.ts';

/** The boundaries of one run among several of a workflow; one that names no run is of the first. */
export function boundariesOfRun(
  runs: readonly EventHistory[],
  index: number,
  boundaries: readonly Boundary[],
): readonly Boundary[] {
  return boundaries.filter(({ runId }) => (runId === undefined ? index === 0 : runId === runs[index]?.runId));
}

/** The numbers of the completed workflow tasks of a run: the relays count those that the server discarded as well. */
export function taskNumbers(completed: number, boundaries: readonly Boundary[]): readonly number[] {
  const discarded = discardedNumbers(boundaries);
  const all = Array.from({ length: completed + discarded.size }, (_, index) => index + 1);
  return all.filter((number) => !discarded.has(number)).slice(0, completed);
}

/** The numbers of the workflow tasks that the server discarded: they did nothing but reject updates. */
export function discardedNumbers(boundaries: readonly Boundary[]): ReadonlySet<number> {
  return new Set(
    boundaries.flatMap(({ place, discarded }) => (discarded && place.task === 'workflow' ? [place.number] : [])),
  );
}
