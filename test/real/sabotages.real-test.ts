import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkNames } from '../../harness/index.ts';
import type { Report } from '../../harness/model/report.ts';
import { harnessSabotages } from '../../harness/sabotage/index.ts';
import { whereItBites } from '../explore/where-it-bites.ts';
import { fitFor } from './fit-scenarios.ts';
import { describeFindings, projectFolder, runScenario, verdictOf } from './run-scenario.ts';

/** Which check must catch which sabotage of the subject under worker-kill. */
const subjectSabotages = Object.entries(whereItBites).flatMap(([sabotage, { caughtBy }]) =>
  caughtBy?.by === 'worker-kill' ? [{ sabotage, check: caughtBy.check }] : [],
);

const SEED = '3';
const caught = new Map<string, Report>();

describe('each sabotage of the subject, under worker-kill', () => {
  for (const { sabotage, check } of subjectSabotages) {
    it(`${sabotage} is caught by ${check}`, async () => {
      const { exit, report } = await runScenario('worker-kill', '--seed', SEED, '--sabotage', sabotage);
      caught.set(sabotage, report);
      expect(verdictOf(report, check), describeFindings(report)).to.equal('invalid');
      expect(exit).to.equal(1);
    });
  }
});

// A scenario's own controls are run by controls.real-test.ts, beside this file.
const controls = new Set(fitFor('embedded').map(({ control }) => control.sabotage));

// One that shows only under a scenario of its own is that scenario's negative control, and run as such.
const everywhere = harnessSabotages.filter(({ name, shownBy }) => shownBy === undefined || !controls.has(name));

describe('each sabotage of the rig, under worker-kill unless it shows elsewhere only', () => {
  for (const { name, caughtBy, shownBy } of everywhere) {
    it(`${name} is ${caughtBy.verdict} by ${caughtBy.check}`, async () => {
      const { exit, report } = await runScenario(shownBy ?? 'worker-kill', '--seed', SEED, '--sabotage', name);
      caught.set(name, report);
      expect(verdictOf(report, caughtBy.check), describeFindings(report)).to.equal(caughtBy.verdict);
      expect(exit, describeFindings(report)).to.equal(caughtBy.verdict === 'invalid' ? 1 : 2);
    });
  }
});

describe('every check', () => {
  it('is seen to fail on some sabotage; the table is in reports/sabotages.md', async () => {
    const rows = checkNames.map((check) => ({
      check,
      by: [...caught].filter(([, report]) => isCaughtBy(report, check)).map(([sabotage]) => sabotage),
    }));
    const lines = rows.map(({ check, by }) => `| ${check} | ${by.join(', ')} |`);
    await mkdir(join(projectFolder, 'reports'), { recursive: true });
    const table = ['| check | sabotages that it catches |', '| --- | --- |', ...lines, ''].join('\n');
    await writeFile(join(projectFolder, 'reports', 'sabotages.md'), table);
    expect(rows.filter(({ by }) => by.length === 0).map(({ check }) => check)).to.deep.equal([]);
  });
});

/** `fault-landed` can only ever be unknown: a fault that didn't land proves nothing either way. */
function isCaughtBy(report: Report, check: string): boolean {
  return verdictOf(report, check) === (check === 'fault-landed' ? 'unknown' : 'invalid');
}
