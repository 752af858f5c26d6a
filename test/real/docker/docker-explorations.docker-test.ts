import { expect } from 'chai';
import { findEngine } from '../../../harness/engine/find-engine.ts';
import { labelledObjects } from '../../../harness/engine/labelled.ts';
import type { Exploration } from '../../../harness/model/exploration.ts';
import { explorings } from '../../catalogue/explorings.ts';
import { itDue } from '../../catalogue/tier.ts';
import { whereItBites } from '../../explore/where-it-bites.ts';
import { leftoversOf } from '../leftovers.ts';
import { describeExploration, explored, pointsIn } from '../run-explore.ts';

function pointsOf({ cases }: Exploration): Exploration['cases'][number]['points'] {
  return cases.flatMap(({ points }) => points);
}

/** The points at which an answer can be lost. */
function answersOf(exploration: Exploration): readonly string[] {
  const replies = pointsOf(exploration).filter(({ place }) => place.side === 'reply');
  return replies.map(({ id }) => id).toSorted();
}

async function expectNothingLeft({ runId }: Exploration): Promise<void> {
  expect(await labelledObjects(await findEngine(), runId)).to.deep.equal([]);
  expect(leftoversOf(runId)).to.deep.equal([]);
}

describe('the exploration of a greeting on the Docker stack', () => {
  itDue(
    explorings.dockerGreeting,
    'explores each of its 9 points by crash and by lost answer, finds nothing, and leaves nothing',
    async () => {
      const { exploration, exit } = await explored(explorings.dockerGreeting);
      expect(exit, describeExploration(exploration)).to.equal(0);
      expect(exploration).to.include({ verdict: 'valid', stack: 'docker' });
      const ids = pointsOf(exploration).map(({ id }) => id);
      expect(ids).to.have.length(9);
      expect(pointsIn(exploration, 'valid', 'crash')).to.deep.equal(ids.toSorted());
      expect(pointsIn(exploration, 'valid', 'lose-answer')).to.deep.equal(answersOf(exploration));
      await expectNothingLeft(exploration);
    },
  );

  it('finds a greeting without retries exactly where the embedded stack does', async () => {
    const { exploration, exit } = await explored(explorings.dockerBrokenGreeting);
    const bite = whereItBites['greeting-without-retry'];
    const points = pointsOf(exploration);
    const crashed = bite?.crash(points).toSorted() ?? [];
    expect(crashed).to.have.length(3);
    expect(pointsIn(exploration, 'invalid', 'crash'), describeExploration(exploration)).to.deep.equal(crashed);
    expect(pointsIn(exploration, 'invalid', 'lose-answer')).to.deep.equal(bite?.loseAnswer(points));
    const results = points.length + answersOf(exploration).length;
    expect(exploration.results.filter(({ state }) => state === 'valid')).to.have.length(results - crashed.length - 1);
    expect(exit).to.equal(1);
    await expectNothingLeft(exploration);
  });
});
