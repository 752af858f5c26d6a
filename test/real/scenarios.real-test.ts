import { expect } from 'chai';
import { scenarios } from '../../scenarios/index.ts';
import { describeFindings, runScenario } from './run-scenario.ts';

const full = process.env['CHAOS_TEST_FULL'] === '1';

describe('each scenario on the good system', () => {
  for (const scenario of scenarios) {
    const runs = full ? (scenario.name === 'worker-kill' ? 20 : 10) : 1;
    for (let seed = 1; seed <= runs; seed += 1) {
      it(`${scenario.name} with seed ${seed} is valid`, async () => {
        const { exit, report } = await runScenario(scenario.name, '--seed', String(seed));
        expect(report.verdict, describeFindings(report)).to.equal('valid');
        expect(exit).to.equal(0);
        expect(report.landings.every((landing) => landing.landed)).to.equal(true);
      });
    }
  }
});
