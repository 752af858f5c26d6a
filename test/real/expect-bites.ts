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
 * The table says where a sabotage bites: there it is invalid, and everywhere else that was explored it is proved to be valid.
 *
 * @param all - every point of the case; left out: those of the exploration, which has them all if it was asked for none
 */
export function expectBites(
  exploration: Exploration,
  action: 'crash' | 'lose-answer',
  all: readonly CrashPoint[] = pointsOf(exploration),
): void {
  const bite = whereItBites[exploration.sabotage ?? ''];
  const explored = idsOf(exploration);
  const bites = (action === 'crash' ? bite?.crash(all) : bite?.loseAnswer(all)) ?? [];
  const expected = bites.filter((id) => explored.includes(id));
  expect(expected).not.to.deep.equal([]);
  const told = describeExploration(exploration);
  expect(pointsIn(exploration, 'invalid', action), told).to.deep.equal(expected.toSorted());
  const struck = all.filter(({ id, place }) => explored.includes(id) && (action === 'crash' || place.side === 'reply'));
  const rest = struck.map(({ id }) => id).filter((id) => !expected.includes(id));
  expect(pointsIn(exploration, 'valid', action), told).to.deep.equal(rest.toSorted());
}
