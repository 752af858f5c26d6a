import { expect } from 'chai';
import { fitFor } from './fit-scenarios.ts';
import { describeFindings, runScenario, verdictOf } from './run-scenario.ts';

const SEED = '3';

describe("each scenario's negative control", () => {
  for (const { name, control } of fitFor('embedded')) {
    it(`${name}: ${control.sabotage} is all-valid without the fault, but for fault-landed`, async () => {
      const flags = ['--seed', SEED, '--sabotage', control.sabotage, '--no-fault'];
      const { exit, report } = await runScenario(name, ...flags);
      const notValid = report.findings.filter((finding) => finding.verdict !== 'valid').map((finding) => finding.check);
      // Without a fault nobody was struck, so nothing can be said of recovery or of a radius either.
      expect(notValid, describeFindings(report)).to.deep.equal(['fault-landed']);
      expect(exit).to.equal(2);
    });

    it(`${name}: ${control.sabotage} is invalid with the fault, by ${control.check}`, async () => {
      const { exit, report } = await runScenario(name, '--seed', SEED, '--sabotage', control.sabotage);
      expect(verdictOf(report, control.check), describeFindings(report)).to.equal('invalid');
      expect(exit).to.equal(1);
    });
  }
});
