import { expect } from 'chai';
import { checkpointPoints, describeExploring, explorings, greetingPoints } from '../catalogue/explorings.ts';
import { leftoversOf } from './leftovers.ts';
import { describeExploration, type ExplorationEnded, explored, pointsIn } from './run-explore.ts';

/** Every point that was asked for is proved to be valid, and nothing is left. */
function expectAllValid({ exploration, exit }: ExplorationEnded, points: number): void {
  expect(exit, describeExploration(exploration)).to.equal(0);
  expect(exploration.verdict).to.equal('valid');
  expect(exploration.cases.map((one) => one.points.length)).to.deep.equal([points]);
  expect(pointsIn(exploration, 'valid')).to.have.length(points);
  expect(leftoversOf(exploration.runId)).to.deep.equal([]);
}

describeExploring(explorings.crashedTemporal, 'a crash of the Temporal server at every point of a greeting', () => {
  it('loses nothing that it had acknowledged: 9 of 9 points are valid', async () => {
    expectAllValid(await explored(explorings.crashedTemporal), 9);
  });
});

describeExploring(explorings.crashedTemporalOnce, 'a crash of the Temporal server', () => {
  it('is found to lose a greeting that is attempted once, where its only attempt was on the way', async () => {
    const { exploration, exit } = await explored(explorings.crashedTemporalOnce);
    expect(pointsIn(exploration, 'invalid'), describeExploration(exploration)).to.deep.equal([greetingPoints.lost]);
    expect(pointsIn(exploration, 'valid')).to.deep.equal([greetingPoints.heard]);
    expect(exit).to.equal(1);
  });
});

describeExploring(explorings.crashedDatabase, "a crash of Supabase's database at every point of a checkpoint", () => {
  it('loses no row that it had acknowledged, and none that it had not', async () => {
    expectAllValid(await explored(explorings.crashedDatabase), checkpointPoints.length);
  });
});
