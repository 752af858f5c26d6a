import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { appendFile, chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { reportSchema } from '../../harness/model/report.ts';
import { type Summary, summarySchema } from '../../harness/model/summary.ts';
import { waitFor } from '../../harness/wait.ts';
import { itDue } from '../catalogue/tier.ts';
import { readJunit } from '../read-junit.ts';
import { leftoversOf } from './leftovers.ts';
import { chaosMain, type Ended, projectFolder, runProgram } from './run-scenario.ts';

let place = '';
const reports = (...path: readonly string[]): string => join(place, 'reports', ...path);

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'chaos-all-'));
  // PostgreSQL, which refuses to be root, must get through.
  await chmod(place, 0o755);
  await writeFile(join(place, 'package.json'), '{ "type": "module" }');
});

afterEach(() => rm(place, { recursive: true, force: true }));

/** A project with these scenarios, made from two real ones with less to do. */
async function configure(...scenarios: readonly string[]): Promise<void> {
  const real = pathToFileURL(join(projectFolder, 'chaos.config.ts')).href;
  const lines = [
    `import { config as real } from '${real}';`,
    'const named = (name) => real.scenarios.find((scenario) => scenario.name === name);',
    'const less = (scenario, own) => ({',
    '  ...scenario,',
    '  plan: (seed, params) => scenario.plan(seed, { ...params, ...own }),',
    '});',
    "const greeting = less(named('greeting-worker-kill'), { greetings: 6 });",
    "const kill = less(named('worker-kill'), { documents: 6 });",
    `export const config = { ...real, scenarios: [${scenarios.join(', ')}] };`,
  ];
  await writeFile(join(place, 'chaos.config.ts'), lines.join('\n'));
}

const lacking = "{ ...greeting, name: 'needs-docker', needs: ['restart-policy'] }";
const breaking = `{ ...greeting, name: 'breaks', plan: (...args) => {
  const { workload: [job, ...jobs], ...body } = greeting.plan(...args);
  return { ...body, workload: [{ ...job, expect: { ...job.expect, result: 'never' } }, ...jobs] };
} }`;
const dying = `{ ...greeting, name: 'dies', plan: (...args) => {
  if (process.argv.includes('dies')) process.kill(process.pid, 'SIGKILL');
  return greeting.plan(...args);
} }`;

async function all(...flags: readonly string[]): Promise<Ended & { readonly summary: Summary }> {
  const args = [chaosMain, 'scenario', '--all', ...flags];
  const ended = await runProgram({ command: process.execPath, args, cwd: place, env: { NO_COLOR: '1' } });
  return { ...ended, summary: await readSummary(ended.stderr) };
}

async function readSummary(stderr: string): Promise<Summary> {
  expect(existsSync(reports('summary.json')), stderr).to.equal(true);
  return summarySchema.parse(JSON.parse(await readFile(reports('summary.json'), 'utf8')));
}

function outcomes({ rows }: Summary): readonly string[] {
  return rows.map((row) => `${row.scenario}: ${row.state === 'run' ? row.verdict : row.state}`);
}

function errorsIn(stderr: string): readonly string[] {
  return stderr.split('\n').filter((line) => line.startsWith('CHAOS_'));
}

describe('all scenarios', () => {
  it('that the stack can do are run with one seed, and make one table, one summary, one JUnit and one Allure page', async () => {
    await configure('kill', 'greeting', lacking);
    const { exit, stdout, stderr, summary } = await all('--seed', '5');
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
    const text = await readFile(reports('summary.md'), 'utf8');
    expect(text).to.include('| worker-kill | ✓ valid |').and.include('| needs-docker | – not run |');
    const junit = readJunit(await readFile(reports('junit.xml'), 'utf8'));
    expect(junit.counts).to.deep.equal({ tests: 3, failures: 0, errors: 0, skipped: 1 });
    await theReportsAreThere(summary);
  });

  it('are each told of where one breaks a promise, one dies and one is not run', async () => {
    await configure(breaking, dying, lacking);
    const { exit, stdout, stderr, summary } = await all('--json');
    expect(summarySchema.parse(JSON.parse(stdout))).to.deep.equal(summary);
    expect(outcomes(summary), stderr).to.deep.equal(['breaks: invalid', 'dies: no-report', 'needs-docker: not-run']);
    expect(summary.rows.map(({ why }) => why?.split(':', 1)[0])).to.deep.equal([
      'every-workflow-completes',
      'the process was ended by SIGKILL and left no report',
      "the embedded stack can't do",
    ]);
    expect(exit).to.equal(1);
    const { counts, cases } = readJunit(await readFile(reports('junit.xml'), 'utf8'));
    expect(counts).to.deep.equal({ tests: 3, failures: 1, errors: 1, skipped: 1 });
    expect(cases.map(({ message }) => message)).to.deep.equal(summary.rows.map(({ why }) => why));
    await theReportsAreThere(summary);
  });

  it('make 70 where one leaves no report, and leave no summary of old beside it', async () => {
    await configure(dying);
    await mkdir(reports());
    await writeFile(reports('junit.xml'), 'of yesterday');
    const { exit, stdout, stderr } = await all();
    expect(exit, stderr).to.equal(70);
    expect(stdout)
      .to.match(/^dies +\? no report/m)
      .and.include('1 failed in the harness');
    expect(await readFile(reports('junit.xml'), 'utf8')).not.to.include('of yesterday');
  });

  it('are unknown where there is no time to start any', async () => {
    await configure('kill', 'greeting');
    const { exit, stdout, stderr, summary } = await all('--time-limit', '1s');
    expect(outcomes(summary), stderr).to.deep.equal(['worker-kill: not-run', 'greeting-worker-kill: not-run']);
    expect(summary).to.deep.include({ exit: 2, timeLimitMs: 1000 });
    expect(exit).to.equal(2);
    expect(stdout).to.include('Nothing was run: nothing was proved').and.include('time limit: ');
    expect(globSync('reports/runs/*/*', { cwd: place })).to.deep.equal([]);
  });
});

/** Every run of a summary has its folder, and is on the one page that opens from disk. */
async function theReportsAreThere(summary: Summary): Promise<void> {
  const page = await readFile(reports('allure', 'index.html'), 'utf8');
  const runs = summary.rows.flatMap((row) => (row.state === 'run' ? [row] : []));
  expect(runs).not.to.deep.equal([]);
  for (const { scenario, runId, folder, verdict } of runs) {
    const report = reportSchema.parse(JSON.parse(await readFile(join(place, folder, 'report.json'), 'utf8')));
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

describe('all scenarios that are cut short', () => {
  const limits = { limitMs: 60_000, signal: new AbortController().signal };

  /** Starts it, and resolves once the fault of its first scenario is in force. */
  async function untilHealing(): Promise<{ harness: ChildProcess; folder: string; stderr: () => string }> {
    await configure('kill', 'greeting');
    const harness = spawn(process.execPath, [chaosMain, 'scenario', '--all', '--seed', '5'], {
      cwd: place,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    harness.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const healing = (): string | undefined => {
      const [journal] = globSync(reports('runs/*/*/journal.ndjson'));
      const begun = journal !== undefined && /"phase":"healing","state":"begin"/.test(readFileSync(journal, 'utf8'));
      return begun ? dirname(journal) : undefined;
    };
    const folder = await waitFor(healing, { what: 'the fault to be in force', ...limits });
    return { harness, folder, stderr: () => stderr };
  }

  function isAlive(pid: number): boolean {
    try {
      return process.kill(pid, 0);
    } catch {
      return false;
    }
  }

  async function reportOf(folder: string): Promise<boolean> {
    const written = (): true | undefined => (existsSync(join(folder, 'report.json')) ? true : undefined);
    await waitFor(written, { what: 'the report of the run', ...limits });
    return reportSchema.parse(JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'))).interrupted;
  }

  it('by Ctrl-C heal the one that runs, say so in one line, show the rest as not run, and exit 130', async () => {
    const { harness, folder, stderr } = await untilHealing();
    const closed = once(harness, 'close') as Promise<[number | null]>;
    // Only to the one: the terminal would send it to both.
    harness.kill('SIGINT');
    const [exit] = await closed;
    expect(exit, stderr()).to.equal(130);
    expect(errorsIn(stderr())).to.have.length(1);
    expect(stderr()).to.include('CHAOS_INTERRUPTED: ');
    expect(await reportOf(folder)).to.equal(true);
    expect(leftoversOf(basename(folder))).to.deep.equal([]);
    const { rows, interrupted } = await readSummary(stderr());
    expect(interrupted).to.equal(true);
    expect(rows[0]).to.include({ state: 'run', interrupted: true, exit: 130 });
    expect(rows[1]).to.include({ state: 'not-run', cause: 'interrupted' });
    const { counts } = readJunit(await readFile(reports('junit.xml'), 'utf8'));
    expect(counts).to.deep.equal({ tests: 2, failures: 0, errors: 1, skipped: 1 });
  });

  itDue(
    { tier: 'ci' },
    'by an error that nobody caught heal the one that runs, and exit 70: it was no user who interrupted',
    async () => {
      await configure('kill', 'greeting');
      const late = [
        "import { globSync, readFileSync } from 'node:fs';",
        "const journals = () => globSync('reports/runs/*/*/journal.ndjson');",
        'const isHurt = () => journals().some((path) => readFileSync(path, \'utf8\').includes(\'"step":"injected"\'));',
        "const timer = process.argv.includes('--all') ? setInterval(() => {",
        '  if (!isHurt()) return;',
        '  clearInterval(timer);',
        "  throw new Error('nobody caught this');",
        '}, 50) : null;',
      ];
      await appendFile(join(place, 'chaos.config.ts'), `\n${late.join('\n')}`);
      const { exit, stderr, summary } = await all();
      expect(exit, stderr).to.equal(70);
      expect(errorsIn(stderr)).to.have.length(1);
      expect(stderr).to.include('CHAOS_INTERNAL: ').and.include('nobody caught this');
      expect(summary).to.include({ exit: 70, interrupted: false });
      expect(summary.counts).to.include({ valid: 0, notRun: 1 });
      const runs = globSync(reports('runs/*/*'));
      expect(runs.map((path) => leftoversOf(basename(path)))).to.deep.equal([[]]);
    },
  );

  itDue({ tier: 'ci' }, 'by kill -9 leave nothing: the run that is under way hears of it, heals and ends', async () => {
    const { harness, folder } = await untilHealing();
    const children = execFileSync('pgrep', ['-P', String(harness.pid)], { encoding: 'utf8' })
      .trim()
      .split('\n');
    expect(children).to.have.length(1);
    const closed = once(harness, 'exit');
    harness.kill('SIGKILL');
    await closed;
    expect(await reportOf(folder)).to.equal(true);
    const gone = (): true | undefined => (leftoversOf(basename(folder)).length === 0 ? true : undefined);
    await waitFor(gone, { what: 'nothing of the run to be left', ...limits, limitMs: 10_000 });
    const ended = (): true | undefined => (isAlive(Number(children[0])) ? undefined : true);
    await waitFor(ended, { what: 'the process of the run to end', ...limits });
    const runs = globSync(reports('runs/*'));
    expect(runs.map((path) => basename(path))).to.deep.equal(['worker-kill']);
  });
});
