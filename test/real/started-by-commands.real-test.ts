import { join } from 'node:path';
import { expect } from 'chai';
import { loadConfig } from '../../harness/config/load-config.ts';
import { exploreWorkflow, type Report, runScenario, type Scenario } from '../../harness/index.ts';
import { itDue } from '../catalogue/tier.ts';
import { describeExploration } from './run-explore.ts';
import { describeFindings, projectFolder } from './run-scenario.ts';
import {
  bySchedule,
  exploredByCommand,
  greetingsByCommand,
  greetingsOfChosenIds,
  twoRandomIds,
} from './started-by/greetings-by-command.ts';

const reportsFolder = join(projectFolder, 'reports', 'test-runs', 'started-by');
const ci = { tier: 'ci' } as const;

async function run(scenario: Scenario, more: { noFault?: true; tls?: true } = {}): Promise<Report> {
  const config = await loadConfig(projectFolder);
  const options = { config, projectFolder, reportsFolder, stack: 'embedded', seed: 3, ...more } as const;
  return runScenario(scenario, { ...options, params: { greetings: 6 } });
}

describe('workflows that programs of the system start', () => {
  itDue(ci, 'survive the kill of a worker, with the programs that wait for their results', async () => {
    const report = await run(greetingsByCommand());
    expect(report.verdict, describeFindings(report)).to.equal('valid');
  });

  itDue(ci, 'are findings by name if a program starts another workflow, fails or hangs', async function hang() {
    this.timeout(120_000);
    const report = await run(greetingsByCommand([['--other'], ['--fails'], ['--hangs']]), { noFault: true });
    expect(report.verdict).to.equal('invalid');
    const told = JSON.stringify(report.findings.find(({ check }) => check === 'every-workflow-completes'));
    expect(told).to.contain('started no workflow \\"greeting-01\\", but \\"greeting-01-other\\"');
    expect(told).to.contain('exit code 1 (logs/start-command.').and.contain('Error: No stock');
    expect(told).to.contain('had not ended 20000 ms after its workflow');
    expect(told).to.contain('not-planned').and.contain('greeting-01-other');
  });

  itDue(
    ci,
    'are judged under the ids that the programs choose, all that one starts, by TLS, and compared as well',
    async () => {
      const report = await run(greetingsOfChosenIds(twoRandomIds), { tls: true });
      expect(report.verdict, describeFindings(report)).to.equal('valid');
      const summary = report.findings.find(({ check }) => check === 'every-workflow-completes')?.summary;
      expect(summary).to.contain('12 of 12 workflows ended as expected');
    },
  );

  itDue(
    { tier: 'full' },
    'are found if a schedule starts them, under ids that the server makes of theirs',
    async () => {
      const report = await run(greetingsOfChosenIds(bySchedule));
      expect(report.verdict, describeFindings(report)).to.equal('valid');
    },
  );

  itDue(ci, 'are explored, each crash at its point', async function explore() {
    this.timeout(280_000);
    const config = exploredByCommand(await loadConfig(projectFolder));
    const options = { config, projectFolder, reportsFolder, stack: 'embedded', seed: 1, audit: 0 } as const;
    const exploration = await exploreWorkflow('greeting', { ...options, actions: ['crash'] });
    expect(exploration.verdict, describeExploration(exploration)).to.equal('valid');
    expect(exploration.results).to.have.length.above(5);
  });
});
