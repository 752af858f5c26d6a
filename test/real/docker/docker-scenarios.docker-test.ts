import { expect } from 'chai';
import { findEngine } from '../../../harness/engine/find-engine.ts';
import { imageStates } from '../../../harness/provision/images/image-state.ts';
import { runProgram } from '../run-scenario.ts';
import { eachDockerScenario, isOfWorkers } from './each-docker-scenario.ts';

describe('each scenario that strikes workers, on the Docker stack', () => eachDockerScenario(isOfWorkers));

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
