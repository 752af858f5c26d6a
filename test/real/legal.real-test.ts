import { join } from 'node:path';
import { expect } from 'chai';
import { type Report, runScenario, type Scenario } from '../../harness/index.ts';
import { config } from '../../scenarios/legal/chaos.config.ts';
import { dueNow, type Tier } from '../catalogue/tier.ts';
import { describeFindings, projectFolder } from './run-scenario.ts';

const reportsFolder = join(projectFolder, 'reports', 'test-runs', 'legal');

/** Workflow types that a check still accuses, each with the reason. */
const awaits: Readonly<Record<string, string>> = {};

const tiers: Readonly<Record<string, Tier>> = { 'legal-worker-kill': 'ci' };

const runs = config.scenarios.map((scenario) => ({ scenario, tier: tiers[scenario.name] ?? ('full' as const) }));

for (const { scenario } of dueNow(runs)) {
  describe(`all that Temporal allows, in ${scenario.name}`, () => {
    let report: Report;
    before(async () => {
      const options = { config, projectFolder, reportsFolder, stack: 'embedded', seed: 1 } as const;
      report = await runScenario(withoutAwaited(scenario), options);
    });

    it('is accused by no check', () => {
      const accusing = report.findings.filter(({ verdict }) => verdict === 'invalid').map(({ check }) => check);
      expect(accusing, describeFindings(report)).to.deep.equal([]);
    });

    it('is valid', () => {
      expect(report.verdict, describeFindings(report)).to.equal('valid');
    });
  });
}

function withoutAwaited(scenario: Scenario): Scenario {
  return {
    ...scenario,
    plan(seed, params) {
      const body = scenario.plan(seed, params);
      return { ...body, workload: body.workload.filter(({ workflowType }) => !(workflowType in awaits)) };
    },
  };
}
