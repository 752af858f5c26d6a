import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { allureResultsDir } from '../../harness/allure/allure-results.ts';
import type { Exploration } from '../../harness/model/exploration.ts';
import { explorationExperiment } from '../../harness/reporting/exploration/exploration-tests.ts';
import { describeExploring, type Exploring, explorings } from '../catalogue/explorings.ts';
import { itDue } from '../catalogue/tier.ts';
import { modelPoints } from '../explore/model-points.ts';
import { whereItBites } from '../explore/where-it-bites.ts';
import { expectBites, idsOf, pointsOf } from './expect-bites.ts';
import { leftoversOf } from './leftovers.ts';
import { describeExploration, type ExplorationEnded, explorationIn, explored, pointsIn } from './run-explore.ts';
import { chaos, type Ended, projectFolder } from './run-scenario.ts';

/** Makes an exploration of the catalogue that tells people about it. */
async function exploredInWords({ workflow, sabotage, flags }: Exploring, ...more: readonly string[]): Promise<Ended> {
  const broken = sabotage === null ? [] : ['--sabotage', sabotage];
  return chaos(['explore', workflow, ...flags, ...broken, ...more, '--stack', 'embedded']);
}

/** The folder of an exploration, as its text names it. */
function folderIn(stdout: string): string {
  return join(projectFolder, /reports\/explorations\/\w+\/[\w-]+/.exec(stdout)?.[0] ?? 'none');
}

describeExploring(explorings.greeting, 'the exploration of a greeting', () => {
  let whole: ExplorationEnded;
  before(async () => {
    whole = await explored(explorings.greeting);
  });

  it('explores each of its 9 points, finds nothing, and exits 0', () => {
    const { exploration, exit } = whole;
    expect(exit, describeExploration(exploration)).to.equal(0);
    expect(exploration.verdict).to.equal('valid');
    expect(exploration.cases.map(({ points }) => points.length)).to.deep.equal([9]);
    expect(pointsIn(exploration, 'valid', 'crash')).to.deep.equal(idsOf(exploration));
    const answers = exploration.cases.flatMap(({ points }) => points.filter(({ place }) => place.side === 'reply'));
    expect(pointsIn(exploration, 'valid', 'lose-answer')).to.deep.equal(answers.map(({ id }) => id).toSorted());
    expect(exploration.results).to.have.length(9 + answers.length);
    expect(exploration.audit.audited).to.be.greaterThan(0);
    expect(exploration.audit.disagreements).to.deep.equal([]);
  });

  it('leaves what it found as data, text, page and picture, and one Allure result a step', () => {
    const { exploration, folder } = whole;
    expect(explorationIn(folder)).to.deep.equal(exploration);
    expect(readFileSync(join(folder, 'exploration.md'), 'utf8')).to.include('9 explored (100 %)');
    expect(readFileSync(join(folder, 'coverage-map.html'), 'utf8')).to.match(/^<!doctype html>/i);
    expect(readFileSync(join(folder, 'coverage-map-greeted.svg'), 'utf8')).to.match(/^<svg /);
    const beside = ['greeted · coverage', 'the exploration itself · audit and findings'];
    expect(allureTests(exploration)).to.have.members([...stepsOf(exploration), ...beside]);
  });

  it('leaves nothing behind', () => {
    expect(leftoversOf(whole.exploration.runId)).to.deep.equal([]);
  });

  describe('of a system that does not retry it', () => {
    let told = '';
    let folder = '';

    it('shows what fails newly since an earlier exploration, and exits 1', async () => {
      const { exit, stdout, stderr } = await exploredInWords(explorings.brokenGreeting, '--diff', whole.folder);
      expect(exit, stderr).to.equal(1);
      folder = folderIn(stdout);
      told = stdout.slice(stdout.indexOf(`Since ${whole.exploration.runId}`));
      expect(told).to.include('the sabotage was none and is greeting-without-retry');
      const failing = explorationIn(folder)?.results.filter(({ state }) => state === 'invalid') ?? [];
      expect(told).to.include(`${failing.length} results newly failing`);
      for (const { point } of failing) expect(told).to.include(point);
    });

    it('finds it exactly where the sabotage bites, by crash and by lost answer', () => {
      const exploration = explorationIn(folder);
      if (exploration === null) throw new Error(`Expected an exploration in ${folder}.`);
      for (const action of ['crash', 'lose-answer'] as const) expectBites(exploration, action);
    });

    itDue(explorings.fixedGreeting, 'shows what is fixed since', async () => {
      const { exit, stdout, stderr } = await exploredInWords(explorings.fixedGreeting, '--diff', folder);
      expect(exit, stderr).to.equal(0);
      const crashed = whereItBites['greeting-without-retry']?.crash(pointsOf(whole.exploration)) ?? [];
      expect(stdout).to.include(`${crashed.length} results fixed`);
    });
  });
});

describeExploring(explorings.timeLimit, 'a time limit', () => {
  let folder = '';

  it('begins no front after it, says how much was not run, and exits 2', async () => {
    const { exit, stdout, stderr } = await exploredInWords(explorings.timeLimit);
    folder = folderIn(stdout);
    expect(exit, stderr).to.equal(2);
    expect(stdout).to.match(/ingestDocument · .*\d+ not run \(time limit\)/);
  });

  it('leaves the points that were found all the same: those that follow from how the workflow is written', () => {
    const exploration = explorationIn(folder);
    const model = modelPoints('approved', { pages: 3, batches: 2 }).map(({ id }) => id);
    expect(exploration === null ? [] : idsOf(exploration)).to.deep.equal(model.toSorted());
  });
});

function stepsOf({ cases }: Exploration): readonly string[] {
  return cases.flatMap(({ name, points }) => [...new Set(points.map(({ step }) => `${name} · ${step}`))]);
}

/** The names of all Allure results. */
function allureTests(exploration: Exploration): readonly string[] {
  const folder = allureResultsDir(
    join(projectFolder, 'reports'),
    explorationExperiment(exploration),
    exploration.runId,
  );
  expect(existsSync(folder), folder).to.equal(true);
  return readdirSync(folder)
    .filter((name) => name.endsWith('-result.json'))
    .map((name) => (JSON.parse(readFileSync(join(folder, name), 'utf8')) as { name: string }).name);
}
