import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Moment } from '../../harness/index.ts';
import { planOf, smallRun } from '../catalogue/wanted-run.ts';
import { chaos, describeFindings, reportOf } from './run-scenario.ts';

const WORKFLOW = 'document-02';

/** Moments of every kind but `call`, which each scenario strikes at: worker-kill at each of them is a plan of its own. */
const moments: readonly Moment[] = [
  { kind: 'elapsed', ms: 1500 },
  // The second activity of a document is its extraction.
  { kind: 'event', workflowId: WORKFLOW, eventType: 'ACTIVITY_TASK_SCHEDULED', nth: 2 },
  { kind: 'checkpoint', workflowId: WORKFLOW, stage: 'received' },
];

describe('a plan that strikes at each kind of moment', () => {
  let folder = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chaos-moments-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  for (const at of moments) {
    it(`${at.kind}: the holder of an extraction is killed, and the run is valid`, async () => {
      const plan = planOf(smallRun('worker-kill', { seed: 4 }));
      const target = { role: 'holder', activityType: 'extractPages' } as const;
      const schedule = plan.schedule.map((planned) => ({ ...planned, at, target }));
      // Struck this early, an extraction may have no page to resume from: that is not what is shown here.
      const checks = plan.checks.filter((check) => check !== 'progress-resumed');
      const path = join(folder, `${at.kind}.json`);
      await writeFile(path, JSON.stringify({ ...plan, schedule, checks }));
      const { exit, report } = reportOf(
        await chaos(['scenario', 'worker-kill', '--plan', path, '--stack', 'embedded', '--json']),
        path,
      );
      expect(report.verdict, describeFindings(report)).to.equal('valid');
      expect(exit).to.equal(0);
      expect(report.landings.map((landing) => landing.landed)).to.deep.equal([true]);
    });
  }
});
