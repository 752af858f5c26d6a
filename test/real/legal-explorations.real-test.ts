import { join } from 'node:path';
import { expect } from 'chai';
import { exploreWorkflow } from '../../harness/index.ts';
import { config } from '../../scenarios/legal/chaos.config.ts';
import { describeExploration } from './run-explore.ts';
import { projectFolder } from './run-scenario.ts';

const reportsFolder = join(projectFolder, 'reports', 'test-runs', 'legal');

/** Workflow types that a check still accuses, each with the reason. */
const awaits: Readonly<Record<string, string>> = {
  continued: 'the points of all runs are held against the event history of one run (points-match-history is unknown)',
};

describe('all that Temporal allows, explored at every point', () => {
  for (const workflow of Object.keys(config.explorations ?? {}).filter((name) => !(name in awaits))) {
    it(`${workflow} is valid`, async () => {
      const options = { config, projectFolder, reportsFolder, stack: 'embedded', seed: 1, audit: 0 } as const;
      const exploration = await exploreWorkflow(workflow, options);
      expect(exploration.verdict, describeExploration(exploration)).to.equal('valid');
    });
  }
});
