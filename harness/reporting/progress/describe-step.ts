import { formatDuration } from '../../model/duration.ts';
import type { ExplorationStep } from '../../model/exploration-step.ts';

/** A phase that has only begun. */
export const noStep: ExplorationStep = { doing: '', front: 0, fronts: 0, done: 0, total: 0, failing: 0, open: 0 };

/** From this number of points on the remaining time is shown: before that it is a guess. */
const ENOUGH = 5;

/**
 * How far a phase is, as parts of a line; with the elapsed and the remaining time if it is still going on.
 *
 * @param elapsedMs - since the begin of the phase; null if it has ended
 */
export function describeStep(step: ExplorationStep, elapsedMs: number | null): readonly string[] {
  const { doing, front, fronts, done, total, failing, open } = step;
  const isOver = elapsedMs === null;
  const points = [
    ...(total === 0 ? [] : [`${done} of ${total} strikes`, `${failing} failing`]),
    ...(open === 0 ? [] : [`${open} not proved`]),
  ];
  if (isOver) return points;
  return [
    ...(doing === '' ? [] : [doing]),
    ...(front === 0 ? [] : [`front ${front}${fronts === 0 ? '' : ` of ~${Math.max(front, fronts)}`}`]),
    ...points,
    formatDuration(elapsedMs),
    ...timeLeft(step, elapsedMs),
  ];
}

function timeLeft({ done, total }: ExplorationStep, elapsedMs: number): readonly string[] {
  if (done < ENOUGH || done >= total) return [];
  return [`about ${formatDuration((elapsedMs / done) * (total - done))} left`];
}
