import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { freePort } from '../../stack/test-support/free-port.ts';
import { waitFor } from '../../wait.ts';

/** A Temporal dev server, and the processes that a test runs beside it; disposing kills all of it. */
export interface RealTemporal extends AsyncDisposable {
  readonly address: string;
  /** Runs a program whose output goes to a log of that name. */
  run(name: string, command: readonly [string, ...string[]]): Promise<ChildProcess>;
  /** SIGKILLs a program and resolves once it is gone. */
  kill(child: ChildProcess): Promise<void>;
}

/**
 * Starts the server at the path in CHAOS_TEMPORAL_PATH.
 *
 * @throws Error if the variable is unset; HarnessError CHAOS_WAIT_TIMEOUT if the server doesn't become healthy.
 */
export async function startRealTemporal(options: readonly string[]): Promise<RealTemporal> {
  const temporal = process.env['CHAOS_TEMPORAL_PATH'];
  if (temporal === undefined) {
    throw new Error(
      'Expected the path of the Temporal CLI in CHAOS_TEMPORAL_PATH, but it is unset. Set it and run again.',
    );
  }
  const folder = await mkdtemp(join(tmpdir(), 'chaos-gateway-'));
  const children = new Set<ChildProcess>();
  const kill = async (child: ChildProcess): Promise<void> => {
    if (!children.has(child)) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  };
  const run: RealTemporal['run'] = async (name, [program, ...args]) => {
    const log = await open(join(folder, `${name}.log`), 'a');
    const child = spawn(program, args, { stdio: ['ignore', log.fd, log.fd] });
    children.add(child);
    child.once('exit', () => children.delete(child));
    await log.close();
    return child;
  };
  const dispose = async (): Promise<void> => {
    await Promise.all([...children].map((child) => kill(child)));
    await rm(folder, { recursive: true });
  };
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  await run('temporal', [temporal, 'server', 'start-dev', '--headless', '--port', `${port}`, ...options]);
  await untilHealthy(address, dispose);
  return { address, run, kill, [Symbol.asyncDispose]: dispose };
}

async function untilHealthy(address: string, dispose: () => Promise<void>): Promise<void> {
  const limits = { limitMs: 30_000, signal: AbortSignal.timeout(60_000), everyMs: 100 };
  try {
    await waitFor(() => isHealthy(address), { what: `Temporal to answer at ${address}`, ...limits });
  } catch (error) {
    await dispose();
    throw error;
  }
}

/** Whether the server answers; undefined as long as it doesn't. */
async function isHealthy(address: string): Promise<true | undefined> {
  try {
    const connection = await Connection.connect({ address, connectTimeout: 1000 });
    await connection.workflowService.describeNamespace({ namespace: 'default' });
    await connection.close();
    return true;
  } catch {
    return undefined; // Not yet; the wait has the limit.
  }
}
