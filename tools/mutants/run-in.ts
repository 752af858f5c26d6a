import { spawn } from 'node:child_process';

/** How a command ended. */
export interface Ended {
  /** Null if a signal ended it. */
  readonly exit: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs Node in a folder, and waits for its end.
 *
 * @remarks An interruption is passed on, and its end awaited, so that the command can take its own system down.
 * @throws Error if it can't be started; the signal's reason if it aborts.
 */
export async function runNode(folder: string, args: readonly string[], signal: AbortSignal): Promise<Ended> {
  signal.throwIfAborted();
  // The system has a Supabase for itself, even if the user's shell names one.
  const { SUPABASE_URL: _url, SUPABASE_KEY: _key, ...env } = process.env;
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const interrupt = (): void => void child.kill('SIGINT');
  signal.addEventListener('abort', interrupt, { once: true });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  try {
    const exit = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
    signal.throwIfAborted();
    return { ...said, exit };
  } finally {
    signal.removeEventListener('abort', interrupt);
  }
}
