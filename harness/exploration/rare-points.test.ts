import { expect } from 'chai';
import { goodExploration } from '../../test/samples/sample-exploration.ts';
import type { ExploredCase, PointResult } from '../model/exploration.ts';
import { withoutRare } from './rare-points.ts';

const { cases, results } = goodExploration();
const [explored = expect.fail()] = cases;
const [rare = expect.fail(), certain = expect.fail()] = explored.points;

/** The good sample, in which one reference alone reached the first point. */
function differing(): readonly ExploredCase[] {
  const points = explored.points.map((point) => (point === rare ? { ...point, references: 1 } : point));
  return cases.map((one) => (one === explored ? { ...one, points, differing: [rare.id] } : one));
}

function withState(id: string, state: PointResult['state'], action?: string): readonly PointResult[] {
  return results.map((result) =>
    result.point === id && (action === undefined || result.action === action) ? { ...result, state, tries: 6 } : result,
  );
}

describe('withoutRare', () => {
  it('leaves out a point that one reference had and no try reached, and names each strike', () => {
    const left = withoutRare(differing(), withState(rare.id, 'unreachable'), null);
    expect(left.cases[0]?.points.map(({ id }) => id)).not.to.include(rare.id);
    expect(left.cases[0]?.differing).to.deep.equal([]);
    expect(left.results.some(({ point }) => point === rare.id)).to.equal(false);
    expect(left.notJudged).to.deep.equal(
      ['crash', 'lose-answer'].map(
        (action) => `${action} at ${rare.id} (in 1 of 3 references, and not reached again in 6 tries)`,
      ),
    );
  });

  it('keeps such a point with the strikes that reached it', () => {
    const left = withoutRare(differing(), withState(rare.id, 'unreachable', 'crash'), null);
    expect(left.cases[0]?.points.map(({ id }) => id)).to.include(rare.id);
    expect(left.results.filter(({ point }) => point === rare.id).map(({ action }) => action)).to.deep.equal([
      'lose-answer',
    ]);
  });

  it('keeps a point that was asked for by name', () => {
    const all = withState(rare.id, 'unreachable');
    expect(withoutRare(differing(), all, [rare.id])).to.deep.equal({ cases: differing(), results: all, notJudged: [] });
  });

  it('keeps what every reference reached, and what did not get its turn', () => {
    for (const [id, state] of [
      [certain.id, 'unreachable'],
      [rare.id, 'time-limit'],
      [rare.id, 'unproved'],
    ] as const) {
      const all = withState(id, state);
      expect(withoutRare(differing(), all, null)).to.deep.equal({ cases: differing(), results: all, notJudged: [] });
    }
  });
});
