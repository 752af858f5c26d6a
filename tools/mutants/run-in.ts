import { spawn } from 'node:child_process';
import type { Place } from './place.ts';

/** How a command ended. */
export interface Ended {
  /** Null if a signal ended it. */
  readonly exit: number | null;
  /** It was ended because it took too long. */
  readonly isOverdue: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

/** How long a command may take, in milliseconds: a mutant may keep a program from ever ending. */
const LIMIT_MS = 900_000;
/** How long it then has to take its system down. */
const GRACE_MS = 60_000;

/**
 * Runs Node in a project, and waits for its end.
 *
 * @remarks An interruption is passed on, and its end awaited, so that the command can take its own system down.
 * @throws Error if it can't be started; the signal's reason if it aborts.
 */
export async function runNode(
  { folder, signal }: Pick<Place, 'folder' | 'signal'>,
  args: readonly string[],
  limitMs = LIMIT_MS,
): Promise<Ended> {
  signal.throwIfAborted();
  // The system has a Supabase for itself, even if the user's shell names one.
  const { SUPABASE_URL: _url, SUPABASE_KEY: _key, ...env } = process.env;
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const overdue = AbortSignal.timeout(limitMs);
  const late = AbortSignal.any([signal, overdue]);
  const interrupt = (): void => void child.kill('SIGINT');
  late.addEventListener('abort', interrupt, { once: true });
  const tooLate = setTimeout(() => void child.kill('SIGKILL'), limitMs + GRACE_MS);
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  try {
    const exit = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve));
    signal.throwIfAborted();
    return { ...said, exit, isOverdue: overdue.aborted };
  } finally {
    clearTimeout(tooLate);
    late.removeEventListener('abort', interrupt);
  }
}

/** The last line that a command has said, which is its error. */
export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
