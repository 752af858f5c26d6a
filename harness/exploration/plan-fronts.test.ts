import { expect } from 'chai';
import { planFronts } from './plan-fronts.ts';
import type { PointTask } from './point-task.ts';

function taskAt(atMs: number): PointTask {
  return { point: { atMs } } as PointTask;
}

describe('planFronts', () => {
  it('puts neighbours in time together, in fronts of about the same size', () => {
    const tasks = [50, 10, 40, 20, 30].map((atMs) => taskAt(atMs));
    const fronts = planFronts(tasks, 2).map((front) => front.map(({ point }) => point.atMs));
    expect(fronts).to.deep.equal([[10], [20, 30], [40, 50]]);
  });

  it('leaves nobody out and puts no more in a front than it holds', () => {
    const tasks = Array.from({ length: 97 }, (_, index) => taskAt(index));
    const fronts = planFronts(tasks, 40);
    expect(fronts.flat()).to.have.length(97);
    expect(Math.max(...fronts.map((front) => front.length))).to.be.at.most(40);
  });

  it('has no front where there is nothing to explore', () => {
    expect(planFronts([], 40)).to.deep.equal([]);
  });
});
