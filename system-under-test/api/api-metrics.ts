import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createAdaptorServer } from '@hono/node-server';
import { prometheus } from '@hono/prometheus';
import { Hono, type MiddlewareHandler } from 'hono';
import { Registry } from 'prom-client';
import type { ApiConfig } from '../config.ts';
import { serverTls } from '../tls/server-tls.ts';

/** The metrics of the API: requests and how long they took, by method, route and status. */
export interface ApiMetrics {
  /** Counts a request; goes before every route. */
  readonly count: MiddlewareHandler;
  /** Answers `GET /metrics`, and nothing else. */
  readonly page: Hono;
}

/** Makes the metrics of an API, all of which begin with `api_`. */
export function apiMetrics(): ApiMetrics {
  const { printMetrics, registerMetrics } = prometheus({
    registry: new Registry(),
    prefix: 'api_',
    collectDefaultMetrics: true,
  });
  const page = new Hono().get('/metrics', printMetrics);
  return { count: registerMetrics, page };
}

/**
 * Serves the metrics at a separate port, which no client of the API needs to reach.
 *
 * @throws Error if it can't listen there.
 */
export async function serveMetrics({ page }: ApiMetrics, config: ApiConfig): Promise<void> {
  const { API_METRICS_HOST: host, API_METRICS_PORT: port } = config;
  if (port === 0) return;
  const tls = serverTls(config);
  const how = tls === null ? { createServer } : { createServer: createTlsServer, serverOptions: tls };
  const server = createAdaptorServer({ fetch: page.fetch, ...how }) as Server;
  server.listen(port, host).unref();
  await once(server, 'listening').catch((cause: unknown) => {
    const sentence = `Expected ${host}:${port} to be free to serve metrics on, but it is not.`;
    throw new Error(`${sentence} Set API_METRICS_PORT to another, or to 0 for none.`, { cause });
  });
}
