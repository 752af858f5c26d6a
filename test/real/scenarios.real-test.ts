import { expect } from 'chai';
import { fitFor, unfitFor } from './fit-scenarios.ts';
import { chaos, describeFindings, runScenario } from './run-scenario.ts';

const full = process.env['CHAOS_TEST_FULL'] === '1';

describe('each scenario that the embedded stack can run, on the good system', () => {
  for (const scenario of fitFor('embedded')) {
    const runs = full ? (scenario.name === 'worker-kill' ? 20 : 10) : 1;
    for (let seed = 1; seed <= runs; seed += 1) {
      it(`${scenario.name} with seed ${seed} is valid`, async () => {
        const { exit, report } = await runScenario(scenario.name, '--seed', String(seed), '--stack', 'embedded');
        expect(report.verdict, describeFindings(report)).to.equal('valid');
        expect(exit).to.equal(0);
        expect(report.landings.every((landing) => landing.landed)).to.equal(true);
      });
    }
  }
});

describe('each scenario that the embedded stack can not run', () => {
  for (const { name, lacks } of unfitFor('embedded')) {
    it(`${name} is refused there: it needs ${lacks.join(', ')}`, async () => {
      const { exit, stderr } = await chaos(['scenario', name, '--seed', '1', '--stack', 'embedded']);
      expect(stderr)
        .to.contain('CHAOS_STACK_LACKS')
        .and.to.contain(`"${lacks[0] ?? ''}"`);
      expect(exit).to.equal(64);
    });
  }
});
