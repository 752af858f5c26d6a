import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { BenchContext } from './bench-context.ts';
import { watchMemory } from './peak-memory.ts';

/** One command of the harness, as its user starts it, to its end. */
export interface TimedCommand {
  readonly stdout: string;
  readonly stderr: string;
  /** Null where it ended of a signal. */
  readonly exit: number | null;
  readonly commandMs: number;
  readonly peakRssMb: number;
}

/** Who looks on while a command runs. */
export interface Onlooker {
  /** It was started. */
  readonly started: (pid: number) => void;
  /** It wrote a line to its standard error. */
  readonly line: (text: string) => void;
}

/**
 * Runs a command of the harness, and measures its time and memory.
 *
 * @remarks An interruption is passed on, and its end awaited, so that the command can take its own system down.
 * @throws Error where it can't be started or its memory is never seen; the signal's reason when it aborts.
 */
export async function runChaos(
  { projectFolder, signal }: BenchContext,
  args: readonly string[],
  onlooker?: Onlooker,
): Promise<TimedCommand> {
  signal.throwIfAborted();
  const startMs = performance.now();
  // What is measured has a Supabase of its own, whatever the user's shell names.
  const { SUPABASE_URL: _url, SUPABASE_KEY: _key, ...env } = process.env;
  const child = spawn(process.execPath, [join(projectFolder, 'harness/cli/main.ts'), ...args], {
    cwd: projectFolder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const memory = child.pid === undefined ? null : watchMemory(child.pid);
  if (child.pid !== undefined) onlooker?.started(child.pid);
  const interrupt = (): void => void child.kill('SIGINT');
  signal.addEventListener('abort', interrupt, { once: true });
  const said = { stdout: '', stderr: '' };
  const lines = linesTo(onlooker);
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.stderr += text;
    lines(text);
  });
  try {
    const exit = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
    const commandMs = performance.now() - startMs;
    signal.throwIfAborted();
    const peakRssMb = await memory?.end();
    if (peakRssMb === undefined || peakRssMb === null)
      throw new Error(`Expected to see the memory of process ${child.pid}, but never did.`);
    return { ...said, exit, commandMs, peakRssMb };
  } finally {
    await memory?.end();
    signal.removeEventListener('abort', interrupt);
  }
}

/** Puts together what comes in pieces, and gives it on line by line. */
function linesTo(onlooker: Onlooker | undefined): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onlooker?.line(line);
  };
}
