import { waitFor } from '../../wait.ts';
import { askTemporal, temporalAnswers } from '../ask-temporal.ts';
import { acceptsConnections, answersOk } from '../health-probes.ts';
import type { ComponentSpec } from './process-component.ts';

/** The parts of a Temporal dev server of a run. */
export interface TemporalOptions {
  readonly binary: string;
  readonly port: number;
  readonly httpPort: number;
  readonly metricsPort: number;
  /** Where it serves its UI; null: it serves none. */
  readonly uiPort: number | null;
  readonly namespace: string;
  /** Where everything is stored; null: in memory, gone with the server. */
  readonly databaseFile: string | null;
}

const READY_LIMIT_MS = 30_000;

/**
 * Temporal's dev server as a component.
 *
 * @remarks With a database file and ports that stay, so that it can be killed and started again.
 */
export function temporalServer(options: TemporalOptions): ComponentSpec {
  const { port, uiPort, namespace, databaseFile } = options;
  const address = `127.0.0.1:${port}`;
  const ports = { port, 'http-port': options.httpPort, 'metrics-port': options.metricsPort };
  const store = databaseFile === null ? {} : { 'db-filename': databaseFile };
  // What is committed survives a kill of the server; only a crash of the machine could undo it, and none is among the faults:
  // https://www.sqlite.org/pragma.html#pragma_synchronous
  const pragmas = databaseFile === null ? [] : ['journal_mode=wal', 'synchronous=normal'];
  const flags = { ...ports, ip: '127.0.0.1', ...store, namespace, 'log-level': 'warn' };
  const dynamic = [
    // Retries that are due within a second would otherwise be put off to about one.
    'history.timerProcessorMaxTimeShift="50ms"',
    'frontend.enableServerVersionCheck=false',
    // The backlog of a task queue, for Prometheus: an experiment is over before the usual minute.
    'matching.backlogMetricsEmitInterval="1s"',
  ];
  const args = [
    'server',
    'start-dev',
    ...(uiPort === null ? ['--headless'] : ['--ui-port', String(uiPort), '--ui-disable-news-fetch']),
    ...Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, String(value)]),
    ...dynamic.flatMap((value) => ['--dynamic-config-value', value]),
    ...pragmas.flatMap((value) => ['--sqlite-pragma', value]),
  ];
  return {
    name: 'temporal',
    role: 'temporal',
    readyLimitMs: READY_LIMIT_MS,
    stopSignal: 'SIGTERM',
    ask: async () => askTemporal({ address }, namespace),
    // It lives for minutes, so that memory is cheaper than Go's garbage collector: a tenth of its time.
    launch: async () => ({ command: options.binary, args, env: { GOGC: '400' } }),
    ready: async (_incarnation, signal) => {
      const wait = { what: 'Temporal to answer', limitMs: READY_LIMIT_MS, signal, everyMs: 10 };
      // Before it listens, a gRPC client would wait a second until its next try.
      await waitFor(async () => acceptsConnections(port), wait);
      await temporalAnswers({ address }, namespace, wait);
      if (uiPort !== null) await waitFor(async () => answersOk(`http://127.0.0.1:${uiPort}/`), wait);
    },
  };
}
