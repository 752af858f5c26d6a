import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type Report, reportSchema } from '../../harness/model/report.ts';
import type { StackName } from '../../harness/model/stacks.ts';
import type { BenchContext } from './bench-context.ts';
import { watchMemory } from './peak-memory.ts';

/** The seed of every measured run, so that all do the same work. */
export const RUN_SEED = 7;

/** One run of worker-kill, as its user starts it. */
export interface TimedRun {
  readonly report: Report;
  readonly folder: string;
  readonly commandMs: number;
  readonly peakRssMb: number;
}

/**
 * Runs worker-kill on a stack by the command line.
 *
 * @remarks An interruption is passed on, and its end awaited, so that the run can take its own system down.
 * @throws Error with what the run said where it gave no report; the signal's reason when it aborts.
 */
export async function runWorkerKill({ projectFolder, signal }: BenchContext, stack: StackName): Promise<TimedRun> {
  signal.throwIfAborted();
  const startMs = performance.now();
  const main = join(projectFolder, 'harness/cli/main.ts');
  const args = ['scenario', 'worker-kill', '--stack', stack, '--seed', String(RUN_SEED), '--json'];
  const child = spawn(process.execPath, [main, ...args], {
    cwd: projectFolder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const memory = child.pid === undefined ? null : watchMemory(child.pid);
  const interrupt = (): void => void child.kill('SIGINT');
  signal.addEventListener('abort', interrupt, { once: true });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  try {
    await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
    const commandMs = performance.now() - startMs;
    signal.throwIfAborted();
    const report = reportOf(said);
    const peakRssMb = await memory?.end();
    if (peakRssMb === undefined || peakRssMb === null)
      throw new Error(`Expected to see the memory of process ${child.pid}, but never did.`);
    return { report, folder: join(projectFolder, 'reports/runs/worker-kill', report.runId), commandMs, peakRssMb };
  } finally {
    await memory?.end();
    signal.removeEventListener('abort', interrupt);
  }
}

function reportOf(said: { readonly stdout: string; readonly stderr: string }): Report {
  try {
    return reportSchema.parse(JSON.parse(said.stdout));
  } catch (cause) {
    throw new Error(`Expected worker-kill to print a report, but it said: ${said.stderr.trim()}`, { cause });
  }
}
