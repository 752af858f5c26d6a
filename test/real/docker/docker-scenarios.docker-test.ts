import { expect } from 'chai';
import { findEngine } from '../../../harness/engine/find-engine.ts';
import { stacks } from '../../../harness/model/stacks.ts';
import { imageStates } from '../../../harness/provision/images/image-state.ts';
import { goodRuns } from '../../catalogue/scenario-runs.ts';
import { dueNow } from '../../catalogue/tier.ts';
import { expectValid } from '../expect-runs.ts';
import { runProgram } from '../run-scenario.ts';

describe('each scenario on the Docker stack, on the good system', () => {
  for (const { run } of dueNow(goodRuns).filter((one) => one.run.stack === 'docker')) {
    const { scenario, seed } = run;
    const load = Object.keys(run.params).length === 0 ? ' and all its load' : '';
    it(`${scenario} with seed ${seed}${load} is valid, by what the engine itself has told`, async () => {
      const report = await expectValid(run);
      expect(report.versions.images).to.be.oneOf(['official', 'offline', 'mixed']);
      if (!scenario.includes('link') && !scenario.includes('network')) {
        const causes = report.landings.flatMap(({ witnesses }) => witnesses).filter(({ sort }) => sort === 'cause');
        expect(new Set(causes.map(({ source }) => source))).to.deep.equal(new Set(['engine']));
      }
    });
  }
});

describe('the images', () => {
  it('are up to date, and say so with exit 0', async () => {
    const { docker } = await findEngine();
    const [state] = await imageStates(docker, ['toxiproxy']);
    const flags = state?.made === 'offline' ? ['--', '--offline'] : [];
    const { exit, stdout } = await runProgram({ command: 'npm', args: ['run', '--silent', 'images', ...flags] });
    expect(stdout).to.contain('up to date');
    expect(exit).to.equal(0);
  });
});

describe('the Docker stack', () => {
  it('can do all that the embedded one can', () => {
    expect(stacks.docker.capabilities).to.include.members([...stacks.embedded.capabilities]);
  });
});
