import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { negativeControlOf } from '../../harness/model/scenario.ts';
import { stacks } from '../../harness/model/stacks.ts';
import { scenarios } from '../../scenarios/index.ts';
import { projectFolder, realTests } from '../parts.ts';
import { interruptions } from './interruptions.ts';
import { catches, proofs, sabotageNames } from './power.ts';
import { renderPower } from './render-power.ts';
import { controlRuns, goodRuns, onlyNightly } from './scenario-runs.ts';
import { planOf } from './wanted-run.ts';

describe('what the commands prove', () => {
  for (const name of sabotageNames) {
    it(`${name} is caught by .ci/run`, () => {
      const caught = catches.filter(({ sabotage, tier }) => sabotage === name && tier !== 'full');
      expect(caught).not.to.deep.equal([]);
    });
  }

  it('knows every sabotage that something catches', () => {
    for (const { sabotage } of catches) expect(sabotageNames).to.include(sabotage);
  });

  for (const scenario of scenarios) {
    const { name, needs } = scenario;
    it(`${name} is valid in .ci/run on some stack, or known to be nightly, and its control is tried with and without the fault`, () => {
      const soon = goodRuns.filter(({ run, tier }) => run.scenario === name && tier !== 'full');
      expect(soon.length === 0).to.equal(onlyNightly.includes(name));
      const controls = controlRuns.filter(({ scenario }) => scenario === name);
      expect(controls.map(({ sabotage, check }) => ({ sabotage, check }))).to.deep.include(negativeControlOf(scenario));
    });

    it(`${name} is valid on each stack that can run it, at the latest in test:full`, () => {
      const able = Object.values(stacks).filter(({ capabilities }) =>
        needs.every((need) => capabilities.includes(need)),
      );
      const run = new Set(goodRuns.filter((one) => one.run.scenario === name).map((one) => one.run.stack));
      expect(run.size).to.equal(able.length);
    });
  }

  it('takes for a run without a fault only one that does the same', () => {
    for (const { withFault, withoutFault } of controlRuns) {
      const [struck, well] = [planOf(withFault), planOf(withoutFault)];
      expect(well.schedule).to.deep.equal([]);
      expect(struck.schedule).not.to.deep.equal([]);
      expect(well.workload).to.deep.equal(planOf({ ...withFault, noFault: true }).workload);
      expect(well.checks).to.include.members([...struck.checks]);
      expect(well).to.deep.include({ workers: struck.workers, subject: struck.subject, sabotage: struck.sabotage });
    }
  });

  it('names interruptions whose tests there are', () => {
    for (const { file, title } of interruptions) {
      expect(readFileSync(join(projectFolder, file), 'utf8'), file).to.include(title);
    }
  });

  it('runs every test file of the command line in one part', () => {
    const files = globSync('test/real/*.real-test.ts', { cwd: projectFolder });
    const named = Object.values(realTests).flat();
    expect(named.map((name) => join('test/real', `${name}.real-test.ts`)).toSorted()).to.deep.equal(files.toSorted());
  });

  it('is in test/POWER.md: node test/catalogue/write-power.ts writes it', () => {
    expect(readFileSync(join(projectFolder, 'test/POWER.md'), 'utf8')).to.equal(renderPower());
    for (const group of Object.values(proofs)) expect(group).not.to.deep.equal([]);
  });
});
