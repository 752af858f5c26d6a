import { expect } from 'chai';
import { leftoversOf } from './leftovers.ts';
import { describeExploration, type ExplorationEnded, pointsIn, runExplore } from './run-explore.ts';

const COMMON = ['--audit', '0%', '--seed', '7'] as const;

/** Every point that was asked for is proved to be valid, and nothing is left. */
function expectAllValid({ exploration, exit }: ExplorationEnded, points: number): void {
  expect(exit, describeExploration(exploration)).to.equal(0);
  expect(exploration.verdict).to.equal('valid');
  expect(exploration.cases.map((one) => one.points.length)).to.deep.equal([points]);
  expect(pointsIn(exploration, 'valid')).to.have.length(points);
  expect(leftoversOf(exploration.runId)).to.deep.equal([]);
}

describe('a crash of the Temporal server at every point of a greeting', () => {
  it('loses nothing that it had acknowledged: 9 of 9 points are valid', async () => {
    expectAllValid(await runExplore('greeting', '--action', 'crash-temporal', ...COMMON), 9);
  });

  it('is found to lose a greeting that is attempted once, where its only attempt was on the way', async () => {
    const [lost, heard] = ['greeting/greeted/greet/handed-out', 'greeting/greeted/greet/completion/reply'];
    const flags = ['--action', 'crash-temporal', '--sabotage', 'greeting-without-retry', '--point', lost];
    const { exploration, exit } = await runExplore('greeting', ...flags, '--point', heard, ...COMMON);
    expect(pointsIn(exploration, 'invalid'), describeExploration(exploration)).to.deep.equal([lost]);
    expect(pointsIn(exploration, 'valid')).to.deep.equal([heard]);
    expect(exit).to.equal(1);
  });
});

describe("a crash of Supabase's database at every point of a checkpoint", () => {
  it('loses no row that it had acknowledged, and none that it had not', async () => {
    const step = 'ingestDocument/approved/saveCheckpoint[embedded]';
    const moments = ['handed-out', 'supabase 1/request', 'supabase 1/reply', 'completion/request', 'completion/reply'];
    const points = moments.flatMap((moment) => ['--point', `${step}/${moment}`]);
    const flags = ['--case', 'approved', '--action', 'crash-database', ...points, ...COMMON];
    expectAllValid(await runExplore('ingestDocument', ...flags), moments.length);
  });
});
