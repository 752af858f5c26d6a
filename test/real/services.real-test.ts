import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadConfig } from '../../harness/config/load-config.ts';
import { readRunFolder, runScenario, type Scenario } from '../../harness/index.ts';
import { ledgerLineSchema } from '../../harness/model/evidence.ts';
import { scenarioNamed, smallRun } from '../catalogue/wanted-run.ts';
import { describeFindings, projectFolder, verdictOf } from './run-scenario.ts';
import { ledgerIn, withOutsideAsService } from './services/outside-as-service.ts';
import { sharedRun } from './shared-run.ts';

describe('a service of the configuration in the place of the outside world', () => {
  it('is judged by its exchanges, which say the same as its own ledger', async () => {
    const { report, folder } = await sharedRun(smallRun('worker-kill', { outsideAsService: true }));
    expect(report.verdict, describeFindings(report)).to.equal('valid');
    expect(verdictOf(report, 'work-done-once')).to.equal('valid');
    expect(verdictOf(report, 'side-effects-once')).to.equal('valid');
    const { evidence } = await readRunFolder(folder);
    const rows = evidence.effects.state === 'collected' ? evidence.effects.rows : [];
    const text = await readFile(ledgerIn(join(folder, '../../..')), 'utf8');
    const lines = text.split('\n').filter((line) => line !== '');
    const booked = lines.map((line) => ledgerLineSchema.parse(JSON.parse(line)));
    expect(applied(rows)).to.deep.equal(applied(booked)).and.to.have.length.above(50);
  });
});

/** A service that dies and stops, each time with a request in a worker's hands. */
const serviceFailing: Scenario = {
  ...scenarioNamed('outside-link-failing'),
  name: 'service-failing',
  needs: ['kill', 'pause', 'hold-calls'],
  plan: (seed, params) => {
    const plan = scenarioNamed('outside-link-failing').plan(seed, params);
    const schedule = plan.schedule.map((planned, index) => ({
      ...planned,
      fault: index === 1 ? 'service-pause' : 'service-kill',
      target: { role: 'component' as const, name: 'ledger' },
    }));
    return { ...plan, schedule };
  },
};

describe('faults of a service of the configuration', () => {
  it('land by the requests that it leaves without an answer, and lose and repeat nothing in a good system', async () => {
    const folder = await mkdtemp(join(projectFolder, 'reports', 'service-'));
    try {
      const config = withOutsideAsService(await loadConfig(projectFolder), ledgerIn(folder));
      const options = { config, projectFolder, reportsFolder: folder, stack: 'embedded', seed: 1 } as const;
      const report = await runScenario(serviceFailing, { ...options, params: { documents: 3, faultMs: 1500 } });
      expect(report.verdict, describeFindings(report)).to.equal('valid');
      for (const { landed, witnesses } of report.landings) {
        expect(landed).to.equal(true);
        expect(witnesses.map(({ source }) => source)).to.include('relay');
      }
      expect(report.landings.map(({ fault }) => fault)).to.deep.equal([
        'service-kill',
        'service-pause',
        'service-kill',
      ]);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

/** What was applied, in any order. */
function applied(
  lines: readonly { readonly kind: string; readonly subject: unknown; readonly outcome: string }[],
): readonly string[] {
  return lines
    .filter(({ outcome }) => outcome === 'applied')
    .map(({ kind, subject }) => JSON.stringify([kind, subject]))
    .toSorted();
}
