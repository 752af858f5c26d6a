import { spawn } from 'node:child_process';
import { extname } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { LONGEST_TIMER_MS } from '../../wait.ts';
import type { ChildEnded } from './child-row.ts';

/** A program of ours, to be run as a separate process. */
export interface ChildRequest {
  /** Its file; left out: the command line. */
  readonly program?: string;
  readonly args: readonly string[];
  /** After it the process is asked to stop, in milliseconds. */
  readonly limitMs: number;
  /** Asks the process to stop, as Ctrl-C does. */
  readonly signal: AbortSignal;
  /** Receives each line of standard error that is not an error of the harness. */
  readonly heard: (line: string) => void;
}

/** How long a process that was asked to stop may take to heal and take down, before the reaper does it. */
const STOP_LIMIT_MS = 120_000;

const main = fileURLToPath(new URL(`../main${extname(import.meta.filename)}`, import.meta.url));

/**
 * Runs a verb of the command line, or another program, as a separate process. Waits until it and all of its output have
 * ended.
 *
 * @remarks It is in our process group, so a terminal's Ctrl-C reaches it too; a SIGINT that only we got is passed on.
 * It never outlives us: a channel between us closes when we die, and it treats that as a Ctrl-C. If we end at once, so
 * does it, and its reaper undoes its run.
 */
export async function runChild({ program = main, args, limitMs, signal, heard }: ChildRequest): Promise<ChildEnded> {
  const startMs = performance.now();
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  const ended = Promise.withResolvers<Pick<ChildEnded, 'exit' | 'signal'>>();
  child.once('close', (exit, by) => ended.resolve({ exit, signal: by }));
  child.once('error', (thrown) => ended.reject(thrown));
  let stdout = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  const errors: string[] = [];
  if (child.stderr !== null) {
    const lines = createInterface({ input: child.stderr });
    lines.on('line', (line) => void (line.startsWith('CHAOS_') ? errors.push(line) : heard(line)));
  }
  const kill = (): void => void child.kill('SIGKILL');
  let overran = false;
  let last: NodeJS.Timeout | undefined;
  const stop = (): void => {
    child.kill('SIGINT');
    last ??= setTimeout(kill, STOP_LIMIT_MS);
  };
  const limit = setTimeout(
    () => {
      overran = true;
      stop();
    },
    Math.min(limitMs, LONGEST_TIMER_MS),
  );
  process.once('exit', kill);
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    const how = await ended.promise;
    return { ...how, stdout, errors, overran, durationMs: performance.now() - startMs };
  } finally {
    clearTimeout(limit);
    clearTimeout(last);
    process.off('exit', kill);
    signal.removeEventListener('abort', stop);
  }
}
