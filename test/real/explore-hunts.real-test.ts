import { expect } from 'chai';
import type { CrashPoint } from '../../harness/index.ts';
import { describeExploring, explorings } from '../catalogue/explorings.ts';
import { type Hunt, hunts, spoilers } from '../catalogue/hunts.ts';
import { dueNow } from '../catalogue/tier.ts';
import { modelPoints } from '../explore/model-points.ts';
import { whereItBites } from '../explore/where-it-bites.ts';
import { expectBites } from './expect-bites.ts';
import { describeExploration, explored, pointsIn, runExplore } from './run-explore.ts';
import { chaos } from './run-scenario.ts';

const SEED = ['--seed', '7'] as const;
const UNAUDITED = ['--audit', '0%', ...SEED] as const;

/** The points that a hunt is confined to. */
const confined: Readonly<Record<NonNullable<Hunt['only']>, (point: CrashPoint) => boolean>> = {
  'answers of services': ({ place }) => place.side === 'reply' && /^(?:supabase|outside)$/.test(place.exchange),
  'the second page': ({ id }) => /\/extractPages\/(?:heartbeat page|outside) 2\//.test(id),
};

function pointsFor(only: Hunt['only'], all: readonly CrashPoint[]): readonly string[] {
  return only === undefined ? [] : all.filter(confined[only]).map(({ id }) => id);
}

describe('each sabotage that shows by one strike', () => {
  for (const { sabotage, workflow, way, actions, only, reordered } of dueNow(hunts)) {
    const where = only === undefined ? '' : `, at ${only} only`;
    it(`${sabotage} bites exactly where it must: ${workflow}, ${way}, ${actions.join(' and ')}${where}`, async () => {
      const flags = ['--case', way, '--action', actions.join(','), '--sabotage', sabotage];
      const all = workflow === 'greeting' ? undefined : modelPoints(way, { pages: 3, batches: 2 });
      const asked = pointsFor(only, all ?? []).flatMap((id) => ['--point', id]);
      const { exploration, exit } = await runExplore(workflow, ...flags, ...asked, ...UNAUDITED);
      for (const action of actions) expectBites(exploration, action, reordered ? undefined : all);
      expect(exit).to.equal(1);
    });
  }
});

describeExploring(explorings.cutConnection, 'a checkpoint that is given up at once', () => {
  it('loses the row whose request is cut off, and none elsewhere', async () => {
    const points = modelPoints('approved', { pages: 3, batches: 2 });
    const ofStep = points.filter(
      ({ step, place }) => step === 'saveCheckpoint[embedded]' && place.exchange === 'supabase',
    );
    const wanted = ofStep.flatMap(({ id }) => ['--point', id]);
    const { exploration, exit } = await explored(explorings.cutConnection, ...wanted);
    const bites = whereItBites[explorings.cutConnection.sabotage]?.cutConnection?.(ofStep);
    expect(bites).to.have.length(1);
    expect(pointsIn(exploration, 'invalid'), describeExploration(exploration)).to.deep.equal(bites);
    expect(pointsIn(exploration, 'valid')).to.have.length(1);
    expect(exit).to.equal(1);
  });
});

describe('a system that fails without any crash', () => {
  for (const { sabotage, way, check } of dueNow(spoilers)) {
    it(`${sabotage}: nothing is struck, and the reason is what ${check} says of ${way}`, async () => {
      expect(whereItBites[sabotage]?.spoils).to.include(way);
      const flags = ['--case', way, '--action', 'crash', '--sabotage', sabotage, ...SEED, '--stack', 'embedded'];
      const { exit, stdout, stderr } = await chaos(['explore', 'ingestDocument', ...flags]);
      expect(exit, stderr).to.equal(1);
      expect(stdout).to.include(`${check}: Case ${way}, without any strike: `);
      expect(stdout).to.include(' 0 explored (0 %)');
    });
  }
});
