import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { allureResultsDir } from '../../harness/allure/allure-results.ts';
import type { Exploration } from '../../harness/model/exploration.ts';
import { explorationExperiment } from '../../harness/reporting/exploration/exploration-tests.ts';
import { describeExploring, explorings } from '../catalogue/explorings.ts';
import { whereItBites } from '../explore/where-it-bites.ts';
import { idsOf, pointsOf } from './expect-bites.ts';
import { leftoversOf } from './leftovers.ts';
import { describeExploration, type ExplorationEnded, explorationIn, explored, pointsIn } from './run-explore.ts';
import { chaos, projectFolder } from './run-scenario.ts';

const SEED = ['--seed', '7'] as const;
const NO_AUDIT = ['--audit', '0%'] as const;

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

  it('shows what fails newly since an earlier exploration, and what is fixed', async () => {
    const flags = ['--action', 'crash', ...NO_AUDIT, ...SEED, '--stack', 'embedded'] as const;
    const broken = await chaos([
      'explore',
      'greeting',
      '--sabotage',
      'greeting-without-retry',
      '--diff',
      whole.folder,
      ...flags,
    ]);
    expect(broken.exit, broken.stderr).to.equal(1);
    const since = broken.stdout.slice(broken.stdout.indexOf(`Since ${whole.exploration.runId}`));
    expect(since).to.include('the sabotage was none and is greeting-without-retry');
    const failing = whereItBites['greeting-without-retry']?.crash(pointsOf(whole.exploration)) ?? [];
    expect(since).to.include(`${failing.length} results newly failing`);
    for (const id of failing) expect(since).to.include(id);
    const place = /reports\/explorations\/greeting\/[\w-]+/.exec(broken.stdout)?.[0] ?? '';
    const mended = await chaos(['explore', 'greeting', '--diff', place, ...flags]);
    expect(mended.exit, mended.stderr).to.equal(0);
    expect(mended.stdout).to.include(`${failing.length} results fixed`);
  });
});

describeExploring(explorings.timeLimit, 'a time limit', () => {
  it('begins no front after it, says how much was not run, and exits 2', async () => {
    const { workflow, flags } = explorings.timeLimit;
    const { exit, stdout, stderr } = await chaos(['explore', workflow, ...flags, '--stack', 'embedded']);
    expect(exit, stderr).to.equal(2);
    expect(stdout).to.match(/ingestDocument · .*\d+ not run \(time limit\)/);
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
