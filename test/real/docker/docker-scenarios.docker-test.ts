import { expect } from 'chai';
import { findEngine } from '../../../harness/engine/find-engine.ts';
import { stacks } from '../../../harness/model/stacks.ts';
import { imageStates } from '../../../harness/provision/images/image-state.ts';
import { fitFor, lacksOf } from '../fit-scenarios.ts';
import { describeFindings, runProgram, runScenario, verdictOf } from '../run-scenario.ts';
import { onlyInFull } from './only-in-full.ts';

const full = process.env['CHAOS_TEST_FULL'] === '1';
const SEED = '3';
const leftOut = new Set(onlyInFull().map(({ name }) => name));

describe('each scenario on the Docker stack, on the good system', () => {
  for (const { name } of fitFor('docker').filter((scenario) => full || !leftOut.has(scenario.name))) {
    for (let seed = 1; seed <= (full ? 5 : 1); seed += 1) {
      it(`${name} with seed ${seed} is valid, by what the engine itself has told`, async () => {
        const { exit, report } = await runScenario(name, '--seed', String(seed), '--stack', 'docker');
        expect(report.verdict, describeFindings(report)).to.equal('valid');
        expect(exit).to.equal(0);
        expect(report.stack).to.equal('docker');
        expect(report.versions.images).to.be.oneOf(['official', 'offline', 'mixed']);
        expect(report.versions.stackChoice).to.match(/^asked for; engine \d+\./);
        expect(report.landings.every((landing) => landing.landed)).to.equal(true);
        if (!name.includes('link') && !name.includes('network')) {
          const causes = report.landings.flatMap(({ witnesses }) => witnesses).filter(({ sort }) => sort === 'cause');
          expect(new Set(causes.map(({ source }) => source))).to.deep.equal(new Set(['engine']));
        }
      });
    }
  }
});

describe('the negative control of each scenario that only the Docker stack can run', () => {
  for (const scenario of fitFor('docker').filter((one) => full || lacksOf('embedded', one).length > 0)) {
    const { name, control } = scenario;
    const flags = ['--seed', SEED, '--stack', 'docker', '--sabotage'];

    it(`${name}: ${control.sabotage} is all-valid without the fault, but for fault-landed`, async () => {
      const { exit, report } = await runScenario(name, ...flags, control.sabotage, '--no-fault');
      const notValid = report.findings.filter((finding) => finding.verdict !== 'valid').map((finding) => finding.check);
      expect(notValid, describeFindings(report)).to.deep.equal(['fault-landed']);
      expect(exit).to.equal(2);
    });

    it(`${name}: ${control.sabotage} is invalid with the fault, by ${control.check}`, async () => {
      const { exit, report } = await runScenario(name, ...flags, control.sabotage);
      expect(verdictOf(report, control.check), describeFindings(report)).to.equal('invalid');
      expect(exit).to.equal(1);
    });
  }

  it('a fault that is said to be in force and is not makes the run unknown', async () => {
    const { exit, report } = await runScenario('worker-oom', ...flags('fault-noop'));
    expect(verdictOf(report, 'fault-landed'), describeFindings(report)).to.equal('unknown');
    expect(exit).to.equal(2);
  });

  function flags(sabotage: string): readonly string[] {
    return ['--seed', SEED, '--stack', 'docker', '--sabotage', sabotage];
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
