import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** A program to be run to its end. */
export interface LoggedRun {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** File that gets all its output, instead of its earlier content. */
  readonly logFile: string;
  readonly signal: AbortSignal;
}

const killAfterMs = 3000;

/**
 * Runs a program to its end, with its output in a file.
 *
 * @remarks It gets a separate process group, so that an abort also ends the children that it started.
 * @throws Error that says how it ended and its last line of output; the signal's reason when it aborts.
 */
export async function runLogged(run: LoggedRun): Promise<void> {
  run.signal.throwIfAborted();
  const log = openSync(run.logFile, 'w');
  const child = spawn(run.command, [...run.args], {
    cwd: run.cwd,
    env: { ...run.env },
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  const onAbort = (): void => endGroup(child.pid);
  run.signal.addEventListener('abort', onAbort);
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    run.signal.throwIfAborted();
    if (code === 0) return;
    throw new Error(`${run.command} ended with ${signal ?? `exit code ${code}`}: ${await lastLine(run.logFile)}`);
  } finally {
    run.signal.removeEventListener('abort', onAbort);
  }
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  signalGroup(pid, 'SIGTERM');
  setTimeout(() => signalGroup(pid, 'SIGKILL'), killAfterMs).unref();
}

function signalGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // ESRCH: the whole group has ended already, which is fine.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function lastLine(file: string): Promise<string> {
  const lines = (await readFile(file, 'utf8')).trim().split('\n');
  return lines.at(-1) || 'no output';
}
