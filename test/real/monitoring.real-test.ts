import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'chai';
import { freePort } from '../../harness/stack/test-support/free-port.ts';
import { waitFor } from '../../harness/wait.ts';
import { leftoversOf } from './leftovers.ts';
import { query } from './monitoring/ask-prometheus.ts';
import { expectWatched } from './monitoring/expect-watched.ts';
import { chaosMain, projectFolder } from './run-scenario.ts';
import { toldRunId } from './told-run-id.ts';

const signal = new AbortController().signal;

describe('monitoring of the embedded stack', () => {
  it('has every target up, data for every expression, and alerts that fire and resolve', async () =>
    expectWatched('embedded'));

  it('has the phases, the fault and the verdict of a run that is kept', async () => {
    const port = String(await freePort());
    const args = [
      'scenario',
      'worker-kill',
      '--seed',
      '7',
      '--param',
      'documents=6',
      '--stack',
      'embedded',
      '--no-page',
    ];
    const child = spawn(process.execPath, [chaosMain, ...args, '--monitoring', '--keep'], {
      cwd: projectFolder,
      env: { ...process.env, CHAOS_PROMETHEUS_PORT: port },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const exited = once(child, 'exit') as Promise<[number | null]>;
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    const runId = await toldRunId(child.stderr);
    const url = `http://127.0.0.1:${port}`;
    const isKept = (): true | undefined => (stdout.includes('Ctrl-C takes it down') ? true : undefined);
    try {
      await waitFor(isKept, { what: 'the system to be kept', limitMs: 120_000, signal });
      expect(stdout).to.include(`  Prometheus     ${url}`);
      const has = async (expr: string): Promise<void> => {
        const look = async (): Promise<true | undefined> => ((await query(url, expr)).length > 0 ? true : undefined);
        await waitFor(look, { what: `${expr} to be so`, limitMs: 10_000, signal, everyMs: 200 });
      };
      await has('chaos_verdicts_total{verdict="valid"} == 1');
      await has('max_over_time(chaos_faults_in_force{fault="worker-kill"}[2m]) == 1');
      await has('max_over_time(chaos_phase{phase="recovery"}[2m]) == 1');
      // Its next life need not get a task: the other worker may have done all by then.
      await has('sum(chaos_component_recovery_seconds_count) == 1');
    } finally {
      child.kill('SIGINT');
    }
    expect((await exited)[0]).to.equal(0);
    expect(leftoversOf(runId)).to.deep.equal([]);
  });
});
