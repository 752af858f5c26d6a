import { expect } from 'chai';
import type { CrashPoint } from '../../harness/model/crash-point.ts';
import type { Exploration, PointResult } from '../../harness/model/exploration.ts';
import { whereItBites } from '../explore/where-it-bites.ts';
import { describeExploration, pointsIn } from './run-explore.ts';

/** The points of all cases. */
export function pointsOf({ cases }: Exploration): readonly CrashPoint[] {
  return cases.flatMap(({ points }) => points);
}

/** Their ids, sorted. */
export function idsOf(exploration: Exploration): readonly string[] {
  return pointsOf(exploration)
    .map(({ id }) => id)
    .toSorted();
}

/** What went wrong. */
export function failingOf({ results }: Exploration): readonly PointResult[] {
  return results.filter(({ state }) => state === 'invalid');
}

/**
 * The table says where a sabotage bites: there it is invalid, and everywhere else it is proved to be valid.
 *
 * @param only - points that were asked for; left out: all of them
 */
export function expectBites(
  exploration: Exploration,
  action: 'crash' | 'lose-answer',
  only: readonly string[] = idsOf(exploration),
): void {
  const bite = whereItBites[exploration.sabotage ?? ''];
  const points = pointsOf(exploration);
  const bites = (action === 'crash' ? bite?.crash(points) : bite?.loseAnswer(points)) ?? [];
  const expected = bites.filter((id) => only.includes(id));
  expect(expected).not.to.deep.equal([]);
  const told = describeExploration(exploration);
  expect(pointsIn(exploration, 'invalid', action), told).to.deep.equal(expected.toSorted());
  const struck = points.filter(({ place }) => action === 'crash' || place.side === 'reply').map(({ id }) => id);
  const rest = struck.filter((id) => only.includes(id) && !expected.includes(id));
  expect(pointsIn(exploration, 'valid', action), told).to.deep.equal(rest.toSorted());
}
