import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { config } from '../../chaos.config.ts';
import { type Plan, type Report, runScenario } from '../../harness/index.ts';
import { moments } from '../catalogue/moments.ts';
import { dueNow } from '../catalogue/tier.ts';
import { planOf, scenarioNamed, smallRun } from '../catalogue/wanted-run.ts';
import { chaos, describeFindings, projectFolder, reportOf } from './run-scenario.ts';

describe('a plan that strikes at each kind of moment', () => {
  let folder = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chaos-moments-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  /** Runs a plan of one's own: from its file, as a user does, or without the cost of a process. */
  async function run(plan: Plan, by: 'command line' | 'library'): Promise<Report> {
    if (by === 'library') {
      const scenario = { ...scenarioNamed(plan.scenario), plan: () => plan };
      const { seed } = plan;
      return runScenario(scenario, { config, seed, stack: 'embedded', projectFolder, reportsFolder: folder });
    }
    const path = join(folder, 'plan.json');
    await writeFile(path, JSON.stringify(plan));
    const args = ['scenario', plan.scenario, '--plan', path, '--stack', 'embedded', '--no-page', '--json'];
    const { exit, report } = reportOf(await chaos(args), path);
    expect(exit).to.equal(0);
    return report;
  }

  for (const { at } of dueNow(moments)) {
    it(`${at.kind}: the holder of an extraction is killed, and the run is valid`, async () => {
      const plan = planOf(smallRun('worker-kill', { seed: 4 }));
      const target = { role: 'holder', activityType: 'extractPages' } as const;
      const schedule = plan.schedule.map((planned) => ({ ...planned, at, target }));
      // Struck this early, an extraction may have no page to resume from: that is not what is shown here.
      const checks = plan.checks.filter((check) => check !== 'progress-resumed');
      const report = await run({ ...plan, schedule, checks }, at.kind === 'elapsed' ? 'command line' : 'library');
      expect(report.verdict, describeFindings(report)).to.equal('valid');
      expect(report.landings.map((landing) => landing.landed)).to.deep.equal([true]);
    });
  }
});
