import type { CrashPoint } from '../../harness/index.ts';
import { activityIdOf, inOrder, isAt, isCharge, nthOf, type Points, pagesDone } from './crash-walk.ts';

/** How far an activity is: what the outside world has charged for, and what the server has recorded of it. */
interface Progress {
  /** Pages that the attempt under way was handed as done. */
  base: number;
  charged: number;
  recorded: number;
  attempt: number;
}

/** One crash and what followed it. */
export interface FirstCrash {
  /** The points of the case without a fault. */
  readonly points: Points;
  /** The id of the point at which the first crash fell. */
  readonly first: string;
  /** The points of the recovery from it. */
  readonly recovery: Points;
}

/**
 * The ids of the points of a recovery at which a second crash makes a third attempt ask again for what was charged.
 *
 * @remarks That takes a crash during the second attempt of an activity, a charge of which is applied, by either attempt,
 * and not covered by a recorded heartbeat. Elsewhere a second crash is the first of its activity.
 */
export function thirdAttemptDoubles({ points, first, recovery }: FirstCrash): readonly string[] {
  const states = new Map<string, Progress>();
  for (const point of inOrder(points)) {
    step(states, point);
    if (point.id === first) break;
  }
  return inOrder(recovery).flatMap((point) => {
    const isOpen = step(states, point);
    return isOpen ? [point.id] : [];
  });
}

/** Takes one point into account; whether a second attempt has an uncovered charge after it. */
function step(states: Map<string, Progress>, point: CrashPoint): boolean {
  const activityId = activityIdOf(point);
  if (activityId !== null) {
    const state = states.get(activityId) ?? { base: 0, charged: 0, recorded: 0, attempt: point.place.attempt };
    states.set(activityId, state);
    if (isAt(point, 'handed-out', 'reply')) {
      state.base = state.recorded;
      state.attempt = point.place.attempt;
    }
    if (isCharge(point)) state.charged = Math.max(state.charged, state.base + nthOf(point));
    if (isAt(point, 'heartbeat', 'reply')) state.recorded = pagesDone(point);
    if (isAt(point, 'completion', 'reply')) states.delete(activityId);
  }
  return states.values().some(({ attempt, charged, recorded }) => attempt === 2 && charged > recorded);
}
