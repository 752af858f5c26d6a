import { HarnessError } from '../errors.ts';
import type { ExploreRequest } from './explore-request.ts';
import type { ReferenceCase } from './points/references.ts';
import type { PointTask } from './strike/point-task.ts';

/**
 * Every action that is asked for at every point at which it can strike.
 *
 * @throws HarnessError CHAOS_UNKNOWN_WORKFLOW if a requested point is none of these
 */
export function pointTasks(
  known: readonly ReferenceCase[],
  { actions, points }: Pick<ExploreRequest, 'actions' | 'points'>,
): readonly PointTask[] {
  const all = known.flatMap((one) => one.points.map((point) => ({ point, known: one })));
  const ids = new Set(all.map(({ point }) => point.id));
  const strange = points?.find((id) => !ids.has(id));
  if (strange !== undefined) throw unknownPoint(strange, [...ids]);
  const chosen = points === null ? all : all.filter(({ point }) => points.includes(point.id));
  return actions.flatMap((action) =>
    chosen.filter(({ point }) => action.strikesAt(point.place)).map((one) => ({ ...one, action, second: null })),
  );
}

function unknownPoint(id: string, ids: readonly string[]): HarnessError {
  const step = id.split('/').slice(0, 3).join('/');
  const near = ids.filter((one) => one.startsWith(`${step}/`)).slice(0, 5);
  const advice =
    near.length === 0
      ? 'There is no such step now: it may be a point of another version of the workflow, or of a case that is left out. Run without --point to see all.'
      : `Points of that step: ${near.map((one) => `"${one}"`).join(', ')}.`;
  return new HarnessError(
    'CHAOS_UNKNOWN_WORKFLOW',
    `Expected a crash point of this workflow, but got "${id}". ${advice}`,
  );
}
