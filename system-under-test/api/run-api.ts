import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createAdaptorServer } from '@hono/node-server';
import { Client, Connection } from '@temporalio/client';
import { type ApiConfig, apiConfig, ConfigError } from '../config.ts';
import { createLog, describeError, type Log, writerTo } from '../log.ts';
import { serverTls } from '../tls/server-tls.ts';
import { useClientCertificate } from '../tls/services-tls.ts';
import { temporalConnection } from '../tls/temporal-connection.ts';
import { apiMetrics, serveMetrics } from './api-metrics.ts';
import { createApp } from './create-app.ts';
import { documentRows } from './document-rows.ts';
import { type DocumentService, type ServiceParts, TemporalDocuments } from './document-service.ts';
import { logRequests } from './log-requests.ts';

/** Makes the service behind the routes. */
export type ComposeService = (parts: ServiceParts) => DocumentService;

/** A query needs a worker; the row answers if none is there. */
const QUERY_LIMIT_MS = 2000;
/** Without it gRPC would wait longer after each failed connection: seconds after Temporal is back. */
const RECONNECT_MS = 500;
/** Longer than clients pause: a connection closed just as a client uses it again would look like a lost answer. */
const KEEP_ALIVE_MS = 120_000;
/** A body that trickles in holds a connection no longer than this. */
const REQUEST_LIMIT_MS = 30_000;

/**
 * Serves the REST API until a signal stops it, and ends the process.
 *
 * @remarks Ends with 0 after a signal, 64 where the environment can't be used, 1 on any other failure. It starts without
 * Temporal too: requests get 503 until it answers.
 */
export async function runApi(compose: ComposeService = (parts) => new TemporalDocuments(parts)): Promise<never> {
  const config = configOrExit();
  const { LOG_COMPONENT: component = 'api', LOG_LEVEL: level, LOG_FILE: file } = config;
  const log = createLog({ component, workerVersion: null, level, write: writerTo(file) });
  try {
    await serve(config, log, compose);
    return process.exit(0);
  } catch (error) {
    log('ERROR', 'The API failed.', { error: describeError(error) });
    return process.exit(1);
  }
}

/** A mistake in the environment is for the person who starts the API: one plain sentence. */
function configOrExit(): ApiConfig {
  try {
    const config = apiConfig(process.env);
    temporalConnection(config);
    return config;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return process.exit(error instanceof ConfigError ? 64 : 1);
  }
}

async function serve(config: ApiConfig, log: Log, compose: ComposeService): Promise<void> {
  await useClientCertificate(config);
  const connection = Connection.lazy({
    ...temporalConnection(config),
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': RECONNECT_MS, 'grpc.max_reconnect_backoff_ms': RECONNECT_MS },
  });
  const client = new Client({ connection, namespace: config.TEMPORAL_NAMESPACE });
  const { SUPABASE_URL: url, SUPABASE_KEY: key, SUPABASE_TIMEOUT_MS: timeoutMs } = config;
  const rows = documentRows({ url, key, timeoutMs });
  const queryLimitMs = Math.min(QUERY_LIMIT_MS, config.TEMPORAL_CALL_LIMIT_MS);
  const metrics = apiMetrics();
  const app = createApp(compose({ client, rows, config, queryLimitMs }), config, metrics.count);
  await serveMetrics(metrics, config);
  const tls = serverTls(config);
  const how = tls === null ? { createServer } : { createServer: createTlsServer, serverOptions: tls };
  const server = createAdaptorServer({ fetch: logRequests(app.fetch, log), ...how }) as Server;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.requestTimeout = REQUEST_LIMIT_MS;
  server.listen(config.API_PORT, config.API_HOST);
  // Rejects where it can't listen.
  await once(server, 'listening').catch((cause: unknown) => {
    const sentence = `Expected ${config.API_HOST}:${config.API_PORT} to be free to listen on, but it is not.`;
    throw new Error(`${sentence} Set API_HOST and API_PORT to another.`, { cause });
  });
  log('INFO', `The API listens on ${tls === null ? 'http' : 'https'}://${config.API_HOST}:${config.API_PORT}.`);
  await stopped();
  server.close();
  server.closeIdleConnections();
  await Promise.race([once(server, 'close'), once(AbortSignal.timeout(config.TEMPORAL_CALL_LIMIT_MS), 'abort')]);
  server.closeAllConnections();
  await connection.close();
}

async function stopped(): Promise<void> {
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
}
