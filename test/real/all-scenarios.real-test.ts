import { globSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'chai';
import { reportSchema } from '../../harness/model/report.ts';
import { type Summary, summarySchema } from '../../harness/model/summary.ts';
import { readJunit } from '../read-junit.ts';
import { errorsIn, ProjectOfAll, sources } from './project-of-all.ts';

let project: ProjectOfAll;

afterEach(() => project.remove());

function outcomes({ rows }: Summary): readonly string[] {
  return rows.map((row) => `${row.scenario}: ${row.state === 'run' ? row.verdict : row.state}`);
}

describe('all scenarios', () => {
  it('that the stack can do are run with one seed, and make one table, one summary, one JUnit and one Allure page', async () => {
    project = await ProjectOfAll.with(sources.kill, sources.greeting, sources.lacking);
    const { exit, stdout, stderr, summary } = await project.runAll('--seed', '5');
    expect(outcomes(summary), stderr).to.deep.equal([
      'worker-kill: valid',
      'greeting-worker-kill: valid',
      'needs-docker: not-run',
    ]);
    expect(exit).to.equal(0).and.to.equal(summary.exit);
    expect(errorsIn(stderr)).to.deep.equal([]);
    expect(stderr).to.match(/^ {2}all 3 scenarios · seed 5 · embedded stack \(.+\)$/m);
    const cells = String.raw` +\d+\.\d / \d+\.\d s +\d+ % +1 cause, [1-9]\d* effect +\d+\.\d s +5$`;
    expect(stdout).to.match(new RegExp(`^worker-kill +✓ valid${cells}`, 'm'));
    expect(stdout).to.match(new RegExp(`^greeting-worker-kill +✓ valid${cells}`, 'm'));
    expect(stdout)
      .to.match(/^needs-docker +– not run/m)
      .and.include("the embedded stack can't do: restart-policy");
    expect(stdout).to.include('2 valid, 0 invalid, 0 unknown, 1 not run');
    const text = await readFile(project.reports('summary.md'), 'utf8');
    expect(text).to.include('| worker-kill | ✓ valid |').and.include('| needs-docker | – not run |');
    const junit = readJunit(await readFile(project.reports('junit.xml'), 'utf8'));
    expect(junit.counts).to.deep.equal({ tests: 3, failures: 0, errors: 0, skipped: 1 });
    await theReportsAreThere(summary);
  });

  it('are each told of where one breaks a promise, one dies and one is not run', async () => {
    project = await ProjectOfAll.with(sources.breaking, sources.dying, sources.lacking);
    const { exit, stdout, stderr, summary } = await project.runAll('--json');
    expect(summarySchema.parse(JSON.parse(stdout))).to.deep.equal(summary);
    expect(outcomes(summary), stderr).to.deep.equal(['breaks: invalid', 'dies: no-report', 'needs-docker: not-run']);
    expect(summary.rows.map(({ why }) => why?.split(':', 1)[0])).to.deep.equal([
      'every-workflow-completes',
      'the process was ended by SIGKILL and left no report',
      "the embedded stack can't do",
    ]);
    expect(exit).to.equal(1);
    const { counts, cases } = readJunit(await readFile(project.reports('junit.xml'), 'utf8'));
    expect(counts).to.deep.equal({ tests: 3, failures: 1, errors: 1, skipped: 1 });
    expect(cases.map(({ message }) => message)).to.deep.equal(summary.rows.map(({ why }) => why));
    await theReportsAreThere(summary);
  });

  it('make 70 where one leaves no report, and leave no summary of old beside it', async () => {
    project = await ProjectOfAll.with(sources.dying);
    await mkdir(project.reports());
    await writeFile(project.reports('junit.xml'), 'of yesterday');
    const { exit, stdout, stderr } = await project.runAll();
    expect(exit, stderr).to.equal(70);
    expect(stdout)
      .to.match(/^dies +\? no report/m)
      .and.include('1 failed in the harness');
    expect(await readFile(project.reports('junit.xml'), 'utf8')).not.to.include('of yesterday');
  });

  it('are unknown where there is no time to start any', async () => {
    project = await ProjectOfAll.with(sources.kill, sources.greeting);
    const { exit, stdout, stderr, summary } = await project.runAll('--time-limit', '1s');
    expect(outcomes(summary), stderr).to.deep.equal(['worker-kill: not-run', 'greeting-worker-kill: not-run']);
    expect(summary).to.deep.include({ exit: 2, timeLimitMs: 1000 });
    expect(exit).to.equal(2);
    expect(stdout).to.include('Nothing was run: nothing was proved').and.include('time limit: ');
    expect(globSync('reports/runs/*/*', { cwd: project.place })).to.deep.equal([]);
  });
});

/** Every run of a summary has its folder, and is on the one page that opens from disk. */
async function theReportsAreThere(summary: Summary): Promise<void> {
  const page = await readFile(project.reports('allure', 'index.html'), 'utf8');
  const runs = summary.rows.flatMap((row) => (row.state === 'run' ? [row] : []));
  expect(runs).not.to.deep.equal([]);
  for (const { scenario, runId, folder, verdict } of runs) {
    const report = reportSchema.parse(JSON.parse(await readFile(join(project.place, folder, 'report.json'), 'utf8')));
    expect(report).to.include({ scenario, runId, verdict, seed: summary.seed });
    expect(testsIn(page), scenario).to.include(scenario);
  }
}

/** The names of the tests that an Allure page holds: its data are in it as Base64. */
function testsIn(page: string): readonly string[] {
  const blobs = [...page.matchAll(/data\/test-results\/[^"]+","([^"]+)"/g)].map((match) => match[1] ?? '');
  const results = blobs.map((blob) => JSON.parse(Buffer.from(blob, 'base64').toString()) as { readonly name: string });
  return results.map(({ name }) => name);
}
