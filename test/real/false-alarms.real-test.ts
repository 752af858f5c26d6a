import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { waitFor } from '../../harness/wait.ts';
import type { FalseAlarms } from '../../tools/false-alarms/score.ts';
import { leftoversOf, liveRuns } from './leftovers.ts';
import { projectFolder, runProgram } from './run-scenario.ts';

const program = join(projectFolder, 'tools/false-alarms/main.ts');
const reports = join(projectFolder, 'reports/false-alarms');
const common = ['--stack', 'embedded', '--only', 'greeting-worker-kill', '--seed', '3'];

function keptRuns(): readonly string[] {
  const folder = join(reports, 'runs/greeting-worker-kill');
  return existsSync(folder) ? readdirSync(folder) : [];
}

function start(args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [program, ...args], { cwd: projectFolder, stdio: 'ignore' });
}

describe('npm run false-alarms', () => {
  it('runs a good system in every setting, accuses none, and keeps no folder of a run that is well', async () => {
    const before = keptRuns();
    const args = [program, ...common, '--runs', '6', '--busy', '1', '--json'];
    const { exit, stdout, stderr } = await runProgram({ command: process.execPath, args });
    expect(exit, stderr).to.equal(0);
    const { results, rows } = JSON.parse(stdout) as FalseAlarms;
    const well = ['valid', 'valid', 'valid', 'valid', 'no-fault', 'no-fault'];
    expect(results.map(({ outcome }) => outcome)).to.have.members(well);
    expect(rows.map(({ setting, runs }) => [setting, runs])).to.deep.equal([
      ['fault', 2],
      ['busy-fault', 2],
      ['no-fault', 1],
      ['busy-no-fault', 1],
    ]);
    expect(stderr.trimEnd().split('\n')).to.have.length(6);
    expect(JSON.parse(readFileSync(join(reports, 'score.json'), 'utf8'))).to.deep.equal(JSON.parse(stdout));
    expect(readFileSync(join(reports, 'score.md'), 'utf8')).to.include('6 runs of good systems.');
    expect(keptRuns()).to.deep.equal(before);
  }).timeout(300_000);

  it('leaves nothing after Ctrl-C in the middle of two runs, and exits 130', async () => {
    const before = liveRuns();
    const child = start([...common, '--runs', '2', '--jobs', '2', '--setting', 'busy-fault']);
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const limits = { signal: new AbortController().signal, limitMs: 60_000 };
    const both = (): readonly string[] | undefined => {
      const runs = liveRuns().filter((run) => !before.includes(run));
      return runs.length === 2 ? runs : undefined;
    };
    const runs = await waitFor(both, { what: 'both runs to be under way', ...limits });
    child.kill('SIGINT');
    expect(await ended).to.equal(130);
    expect(runs.flatMap((run) => leftoversOf(run))).to.deep.equal([]);
    expect(keptRuns().filter((run) => runs.includes(run))).to.deep.equal([]);
  }).timeout(120_000);

  const refusals = [
    { is: 'no run', args: ['--runs', '0'], says: /^CHAOS_USAGE: .*Expected a whole number of at least 1\. / },
    {
      is: 'a setting that there is not',
      args: ['--setting', 'idle'],
      says: /^CHAOS_USAGE: .*Allowed choices are fault, /,
    },
    {
      is: 'a scenario that there is not',
      args: ['--only', 'worker-kil'],
      says: /^CHAOS_USAGE: .*Did you mean "worker-kill"/,
    },
  ];
  for (const { is, args, says } of refusals) {
    it(`refuses ${is} in one sentence`, async () => {
      const asked = [program, '--stack', 'embedded', ...args];
      const { exit, stdout, stderr } = await runProgram({ command: process.execPath, args: asked });
      expect(exit, stderr).to.equal(64);
      expect(stderr).to.match(says);
      expect(stderr.trimEnd().split('\n')).to.have.length(1);
      expect(stdout).to.equal('');
    });
  }
});
