import { type ChildProcess, spawn } from 'node:child_process';
import { extname, join } from 'node:path';

const program = join(import.meta.dirname, `burn${extname(import.meta.filename)}`);

/**
 * Keeps this machine busy until it is disposed.
 *
 * @param processes - how many processes compute all the time
 * @remarks They end with us in any case: each has a channel to us, and ends when that closes.
 */
export function keepBusy(processes: number): AsyncDisposable {
  const children = Array.from({ length: processes }, () =>
    spawn(process.execPath, [program], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] }),
  );
  const ended = children.map((child) => endOf(child));
  return {
    [Symbol.asyncDispose]: async () => {
      for (const child of children) child.kill('SIGKILL');
      await Promise.all(ended);
    },
  };
}

/** @throws Error if it couldn't be started: the runs would be called busy on a machine that is not. */
function endOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => child.once('error', reject).once('exit', () => resolve()));
}
