import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { HarnessError, messageOf } from '../errors.ts';
import type { TlsIdentity } from '../model/tls.ts';
import type { ScrapeTarget } from './scrape-target.ts';

/** The answers of an exporter. */
export interface ExporterOptions {
  /** The address to listen on: loopback, or a bridge that Prometheus' container reaches. */
  readonly host: string;
  /** The harness's own metrics, in Prometheus' text format. */
  readonly metrics: () => Promise<string>;
  /** The programs to scrape now, beside the harness. */
  readonly targets: () => readonly ScrapeTarget[];
  /** Its certificate, and the authority of its clients; left out: it speaks no TLS. */
  readonly tls?: TlsIdentity | undefined;
}

/** An exporter that listens. */
export interface Exporter extends AsyncDisposable {
  /** `host:port`. */
  readonly address: string;
}

/**
 * Serves `/metrics`, and `/targets` for Prometheus' HTTP service discovery, until disposed.
 *
 * @remarks The list of targets is asked for again and again, so that a worker that is added later is scraped too.
 * @see https://prometheus.io/docs/prometheus/latest/http_sd/
 * @throws HarnessError CHAOS_STACK_NOT_READY if it can't listen there.
 */
export async function serveExporter({ host, metrics, targets, tls }: ExporterOptions): Promise<Exporter> {
  let address = '';
  const scheme = tls === undefined ? 'http' : 'https';
  const found = (): readonly ScrapeTarget[] => [
    { job: 'harness', component: 'harness', address, scheme },
    ...targets(),
  ];
  const answer = (request: IncomingMessage, response: ServerResponse): void =>
    void respond(request, response, { metrics, targets: found });
  const server =
    tls === undefined
      ? createServer(answer)
      : createTlsServer({ ...tls, requestCert: true, rejectUnauthorized: true }, answer);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, host, resolve);
  }).catch((cause: unknown) => {
    const sentence = `The harness's own metrics can't be served on ${host}: ${messageOf(cause)}. Leave out --monitoring.`;
    throw new HarnessError('CHAOS_STACK_NOT_READY', sentence, { cause });
  });
  const bound = server.address();
  address = `${host}:${typeof bound === 'object' && bound !== null ? bound.port : 0}`;
  return {
    address,
    [Symbol.asyncDispose]: async () => {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
    },
  };
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { metrics, targets }: Pick<ExporterOptions, 'metrics' | 'targets'>,
): Promise<void> {
  if (request.method !== 'GET') response.writeHead(405, { allow: 'GET' }).end();
  else if (request.url === '/targets') {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(targets().map(discovered)));
  } else if (request.url === '/metrics') {
    response.setHeader('content-type', 'text/plain; version=0.0.4; charset=utf-8').end(await metrics());
  } else response.writeHead(404).end();
}

function discovered({ job, component, address, scheme = 'http' }: ScrapeTarget): object {
  const by = scheme === 'http' ? {} : { __scheme__: scheme };
  return { targets: [address], labels: { job, instance: component, ...by } };
}
