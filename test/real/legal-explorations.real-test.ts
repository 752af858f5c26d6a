import { join } from 'node:path';
import { expect } from 'chai';
import { exploreWorkflow } from '../../harness/index.ts';
import type { Exploration } from '../../harness/model/exploration.ts';
import { config } from '../../scenarios/legal/chaos.config.ts';
import { ALL } from '../../scenarios/legal/explorations.ts';
import { describeExploration } from './run-explore.ts';
import { projectFolder } from './run-scenario.ts';

const reportsFolder = join(projectFolder, 'reports', 'test-runs', 'legal');

/** Two cores need about this long for all of them on one stack, in milliseconds. */
const LIMIT_MS = 1_200_000;

describe('all that Temporal allows, explored at every point', () => {
  let exploration: Exploration;

  before(async function explore() {
    this.timeout(LIMIT_MS);
    const options = { config, projectFolder, reportsFolder, stack: 'embedded', seed: 1, audit: 0 } as const;
    exploration = await exploreWorkflow(ALL, options);
  });

  for (const name of Object.keys(config.explorations?.[ALL]?.cases ?? {})) {
    it(`${name} is valid`, () => {
      const cases = exploration.cases.filter((one) => one.name === name);
      const points = new Set(cases.flatMap((one) => one.points.map(({ id }) => id)));
      const results = exploration.results.filter(({ point }) => points.has(point));
      expect(results).not.to.deep.equal([]);
      const ofCase = { ...exploration, cases, results, findings: [], errors: [] };
      expect(
        results.filter(({ state }) => state !== 'valid'),
        describeExploration(ofCase),
      ).to.deep.equal([]);
    });
  }

  it('is valid as a whole', () => {
    expect(exploration.verdict, describeExploration(exploration)).to.equal('valid');
  });
});
