import { Connection } from '@temporalio/client';
import { waitFor } from '../../wait.ts';
import { acceptsConnections, answersOk } from '../answers.ts';
import type { ComponentSpec } from './process-component.ts';

/** What a Temporal dev server of a run is made of. */
export interface TemporalOptions {
  readonly binary: string;
  readonly port: number;
  readonly httpPort: number;
  readonly metricsPort: number;
  /** Where it serves its UI; null: it serves none. */
  readonly uiPort: number | null;
  readonly namespace: string;
  readonly databaseFile: string;
}

const READY_LIMIT_MS = 30_000;
const CALL_LIMIT_MS = 2000;

/**
 * Temporal's dev server as a component.
 *
 * @remarks With a database file and ports that stay, so that it can be killed and started again.
 */
export function temporalServer(options: TemporalOptions): ComponentSpec {
  const { port, uiPort, namespace } = options;
  const ports = { port, 'http-port': options.httpPort, 'metrics-port': options.metricsPort };
  const flags = { ...ports, ip: '127.0.0.1', 'db-filename': options.databaseFile, namespace, 'log-level': 'warn' };
  const dynamic = [
    // Retries that are due within a second would otherwise be put off to about one.
    'history.timerProcessorMaxTimeShift="50ms"',
    'frontend.enableServerVersionCheck=false',
  ];
  const args = [
    'server',
    'start-dev',
    ...(uiPort === null ? ['--headless'] : ['--ui-port', String(uiPort), '--ui-disable-news-fetch']),
    ...Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, String(value)]),
    ...dynamic.flatMap((value) => ['--dynamic-config-value', value]),
  ];
  return {
    name: 'temporal',
    role: 'temporal',
    readyLimitMs: READY_LIMIT_MS,
    stopSignal: 'SIGTERM',
    ask: async () => askTemporal(`127.0.0.1:${port}`, namespace),
    launch: async () => ({ command: options.binary, args, env: {} }),
    ready: async (_incarnation, signal) => {
      const wait = { what: 'Temporal to answer', limitMs: READY_LIMIT_MS, signal, everyMs: 10 };
      // Before it listens, a gRPC client would wait a second until its next try.
      await waitFor(async () => acceptsConnections(port), wait);
      // Without the SDK's retries, which go on by a timer and throw where nobody can catch it once this is closed.
      const connection = Connection.lazy({ address: `127.0.0.1:${port}`, interceptors: [] });
      try {
        await waitFor(async () => answers(connection, namespace), wait);
      } finally {
        await connection.close();
      }
      if (uiPort !== null) await waitFor(async () => answersOk(`http://127.0.0.1:${uiPort}/`), wait);
    },
  };
}

/** The version that the server itself tells. */
export async function temporalVersion(port: number): Promise<string> {
  const connection = Connection.lazy({ address: `127.0.0.1:${port}` });
  try {
    const ask = async (): Promise<{ serverVersion?: string | null }> => connection.workflowService.getSystemInfo({});
    const { serverVersion } = await connection.withDeadline(Date.now() + CALL_LIMIT_MS, ask);
    return serverVersion ?? '';
  } finally {
    await connection.close();
  }
}

/** Asks once, by a connection of its own. @throws Error where the frontend, matching or visibility don't answer. */
export async function askTemporal(address: string, namespace: string): Promise<void> {
  const connection = Connection.lazy({ address, interceptors: [] });
  try {
    await ask(connection, namespace);
  } finally {
    await connection.close();
  }
}

/** Asks the frontend, matching and the visibility store for the namespace. */
async function ask(connection: Connection, namespace: string): Promise<void> {
  const { workflowService } = connection;
  const taskQueue = { name: 'durable-chaos-readiness' };
  await connection.withDeadline(Date.now() + CALL_LIMIT_MS, async () =>
    Promise.all([
      workflowService.countWorkflowExecutions({ namespace }),
      workflowService.describeTaskQueue({ namespace, taskQueue }),
    ]),
  );
}

/** Whether it answers; undefined for "not yet". */
async function answers(connection: Connection, namespace: string): Promise<true | undefined> {
  return ask(connection, namespace).then(
    () => true,
    () => undefined,
  );
}
