import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { expect } from 'chai';
import { reportSchema } from '../../harness/model/report.ts';
import { waitFor } from '../../harness/wait.ts';
import { itDue } from '../catalogue/tier.ts';
import { readJunit } from '../read-junit.ts';
import { leftoversOf } from './leftovers.ts';
import { errorsIn, ProjectOfAll, sources } from './project-of-all.ts';
import { chaosMain } from './run-scenario.ts';

let project: ProjectOfAll;

afterEach(() => project.remove());

describe('all scenarios that are cut short', () => {
  const limits = { limitMs: 60_000, signal: new AbortController().signal };

  /** Starts it, and resolves once the fault of its first scenario is in force. */
  async function untilHealing(): Promise<{ harness: ChildProcess; folder: string; stderr: () => string }> {
    project = await ProjectOfAll.with(sources.kill, sources.greeting);
    const harness = spawn(process.execPath, [chaosMain, 'scenario', '--all', '--seed', '5'], {
      cwd: project.place,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    harness.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const healing = (): string | undefined => {
      const [journal] = globSync(project.reports('runs/*/*/journal.ndjson'));
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
    const { rows, interrupted } = await project.summary(stderr());
    expect(interrupted).to.equal(true);
    expect(rows[0]).to.include({ state: 'run', interrupted: true, exit: 130 });
    expect(rows[1]).to.include({ state: 'not-run', cause: 'interrupted' });
    const { counts } = readJunit(await readFile(project.reports('junit.xml'), 'utf8'));
    expect(counts).to.deep.equal({ tests: 2, failures: 0, errors: 1, skipped: 1 });
  });

  itDue(
    { tier: 'ci' },
    'by an uncaught error heal the one that runs, and exit 70: no user interrupted it',
    async () => {
      project = await ProjectOfAll.with(sources.kill, sources.greeting);
      const late = [
        "import { globSync, readFileSync } from 'node:fs';",
        "const journals = () => globSync('reports/runs/*/*/journal.ndjson');",
        'const isHurt = () => journals().some((path) => readFileSync(path, \'utf8\').includes(\'"step":"injected"\'));',
        "const timer = process.argv.includes('--all') ? setInterval(() => {",
        '  if (!isHurt()) return;',
        '  clearInterval(timer);',
        "  throw new Error('this was not caught');",
        '}, 50) : null;',
      ];
      await project.append(late);
      const { exit, stderr, summary } = await project.runAll();
      expect(exit, stderr).to.equal(70);
      expect(errorsIn(stderr)).to.have.length(1);
      expect(stderr).to.include('CHAOS_INTERNAL: ').and.include('this was not caught');
      expect(summary).to.include({ exit: 70, interrupted: false });
      expect(summary.counts).to.include({ valid: 0, notRun: 1 });
      const runs = globSync(project.reports('runs/*/*'));
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
    const runs = globSync(project.reports('runs/*'));
    expect(runs.map((path) => basename(path))).to.deep.equal(['worker-kill']);
  });
});
