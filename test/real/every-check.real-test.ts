import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { checks } from '../../harness/index.ts';
import type { Report } from '../../harness/model/report.ts';
import { spoilers } from '../catalogue/hunts.ts';
import { sabotageRuns } from '../catalogue/scenario-runs.ts';
import { dueNow } from '../catalogue/tier.ts';
import { projectFolder, verdictOf } from './run-scenario.ts';
import { sharedRun } from './shared-run.ts';

describe('every check', () => {
  it('is seen to fail on some sabotage; the table is in reports/sabotages.md', async () => {
    const caught: { readonly sabotage: string; readonly report: Report }[] = [];
    for (const { sabotage, run } of dueNow(sabotageRuns)) {
      if (run.stack === 'embedded') caught.push({ sabotage, report: (await sharedRun(run)).report });
    }
    // Without a relay before services a scenario can't show it: the test of spoilt explorations runs those that are due.
    const spoilt = dueNow(spoilers).filter(({ check }) => check === 'completed-work-was-done (reference)');
    const rows = checks.map(({ name: check }) => ({
      check,
      by: [
        ...caught.filter(({ report }) => isCaughtBy(report, check)).map(({ sabotage }) => sabotage),
        ...spoilt.filter((one) => one.check.startsWith(check)).map(({ sabotage }) => sabotage),
      ],
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
