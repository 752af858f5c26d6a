import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { freePort } from '../free-port.ts';
import { waitUntil } from './wait-until.ts';

/** A Temporal dev server of a test's own. */
export interface DevServer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  readonly address: string;
}

/**
 * Starts a Temporal dev server on a free port, its log in a temporary folder.
 *
 * @throws Error if CHAOS_TEMPORAL_PATH doesn't name the Temporal CLI, or the server doesn't answer.
 */
export async function startDevServer(): Promise<DevServer> {
  const executable = process.env['CHAOS_TEMPORAL_PATH'];
  if (!executable) {
    throw new Error('Expected CHAOS_TEMPORAL_PATH to be the path of the Temporal CLI, but it is not set. Set it.');
  }
  const folder = await mkdtemp(join(tmpdir(), 'temporal-dev-server-'));
  const log = openSync(join(folder, 'server.log'), 'w');
  const port = await freePort();
  const flags = ['--headless', '--ip', '127.0.0.1', '--port', String(port), '--log-level', 'error'];
  const server = spawn(executable, ['server', 'start-dev', ...flags], { stdio: ['ignore', log, log] });
  await waitUntil(`a dev server on port ${port}`, () => listens(server, port));
  await waitUntil(`a dev server on port ${port} that serves`, () => serves(`127.0.0.1:${port}`));
  return {
    host: '127.0.0.1',
    port,
    address: `127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      if (server.exitCode === null && server.kill('SIGKILL')) await once(server, 'exit');
      await rm(folder, { recursive: true });
    },
  };
}

async function listens(server: ChildProcess, port: number): Promise<true | undefined> {
  if (server.exitCode !== null) throw new Error(`Expected a dev server, but it ended with ${server.exitCode}.`);
  const socket = connect(port, '127.0.0.1');
  return new Promise((resolve) => {
    socket.once('connect', () => resolve(true)).once('error', () => resolve(undefined));
  }).finally(() => socket.destroy()) as Promise<true | undefined>;
}

/** A server that listens may still answer "Frontend is not healthy yet". */
async function serves(address: string): Promise<true | undefined> {
  try {
    const connection = await Connection.connect({ address, connectTimeout: 2000 });
    try {
      await connection.withDeadline(Date.now() + 2000, () =>
        connection.workflowService.describeNamespace({ namespace: 'default' }),
      );
      return true;
    } finally {
      await connection.close();
    }
  } catch {
    return undefined;
  }
}
