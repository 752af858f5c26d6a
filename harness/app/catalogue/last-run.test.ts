import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { sampleEvidence } from '../../../test/samples/sample-evidence.ts';
import { sampleReport } from '../../../test/samples/sample-report.ts';
import type { Plan } from '../../model/plan.ts';
import type { Report } from '../../model/report.ts';
import { lastRunOf } from './last-run.ts';

describe('the latest run of a scenario', () => {
  let project = '';
  const scenario = { name: 'worker-kill', faults: ['worker-kill'] };

  beforeEach(async () => {
    project = await mkdtemp(join(tmpdir(), 'chaos-last-run-'));
  });
  afterEach(() => rm(project, { recursive: true }));

  async function run(runId: string, plan: Partial<Plan>, report: Partial<Report> | null): Promise<void> {
    const folder = join(project, 'reports/runs/worker-kill', runId);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'plan.json'), JSON.stringify({ ...sampleEvidence().plan, ...plan }));
    if (report !== null) await writeFile(join(folder, 'report.json'), JSON.stringify(sampleReport(report)));
  }

  it('is none where there is no folder', async () => {
    expect(await lastRunOf(project, scenario)).to.equal(null);
  });

  it('is the newest, with its verdict and its slowest recovery', async () => {
    await run('20260101-120000-s1-aaaa', {}, { verdict: 'invalid' });
    await run('20260102-120000-s2-bbbb', {}, { verdict: 'valid' });
    const last = await lastRunOf(project, scenario);
    const slowest = Math.max(...sampleReport({}).recovery.map(({ recoveryTimeMs }) => recoveryTimeMs));
    expect(last).to.include({ runId: '20260102-120000-s2-bbbb', verdict: 'valid' });
    expect(last?.recovery?.recoveryTimeMs).to.equal(slowest);
  });

  it('is no run with a sabotage, and none without the faults of the scenario', async () => {
    await run('20260101-120000-s1-aaaa', {}, { verdict: 'valid' });
    await run('20260102-120000-s2-bbbb', { sabotage: 'progress-ignored' }, { verdict: 'invalid' });
    await run('20260103-120000-s3-cccc', { schedule: [] }, { verdict: 'unknown' });
    expect((await lastRunOf(project, scenario))?.runId).to.equal('20260101-120000-s1-aaaa');
    expect((await lastRunOf(project, { ...scenario, faults: [] }))?.verdict, 'clients alone').to.equal('unknown');
  });

  it('has no verdict where it left no report, though an older one is valid', async () => {
    await run('20260101-120000-s1-aaaa', {}, { verdict: 'valid' });
    await run('20260102-120000-s2-bbbb', {}, null);
    expect(await lastRunOf(project, scenario)).to.include({ runId: '20260102-120000-s2-bbbb', verdict: null });
    const folder = join(project, 'reports', 'runs', scenario.name, '20260103-120000-s3-cccc');
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'plan.json'), '{"schema":"of a newer harness"}');
    expect(await lastRunOf(project, scenario)).to.include({ runId: '20260103-120000-s3-cccc', verdict: null });
  });
});
