import { once } from 'node:events';
import { type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { WorkerConfig } from '../config.ts';
import { freePort } from '../free-port.ts';
import { serverTls } from './server-tls.ts';

/**
 * Serves the metrics of the SDK by TLS, which the SDK itself can't, if the configuration has a server's certificate.
 *
 * @returns the configuration with the place where the SDK serves them: a free port of loopback behind this server
 * @throws Error if it can't listen there.
 */
export async function frontMetrics(config: WorkerConfig): Promise<WorkerConfig> {
  const tls = serverTls(config);
  const { TEMPORAL_METRICS_HOST: host, TEMPORAL_METRICS_PORT: port } = config;
  if (tls === null || port === 0) return config;
  const inner = await freePort();
  const server = createTlsServer(tls, (asked, answer) => relay(asked, answer, inner));
  server.listen(port, host).unref();
  await once(server, 'listening');
  return { ...config, TEMPORAL_METRICS_HOST: '127.0.0.1', TEMPORAL_METRICS_PORT: inner };
}

function relay(asked: IncomingMessage, answer: ServerResponse, port: number): void {
  const { method = 'GET', url = '/' } = asked;
  const inner = request({ host: '127.0.0.1', port, method, path: url }, (found) => {
    answer.writeHead(found.statusCode ?? 502, found.headers);
    found.pipe(answer);
  });
  inner.on('error', () => answer.writeHead(502).end());
  asked.pipe(inner);
}
