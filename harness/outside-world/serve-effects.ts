import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import { MalformedRequest, parseEffect } from './effect-request.ts';
import type { EffectsLedger } from './effects-ledger.ts';

const MAX_BODY_BYTES = 1024 * 1024;
const KEEP_ALIVE_MS = 120_000;

/**
 * The outside world as a service: `POST /effects`, `GET /ledger`, `GET /health`.
 *
 * @param tls - the certificate to serve it with by https; null: it is served by http
 * @param onFailure - called when the ledger can't be written; the request then gets 500, and no more should be served
 */
export function serveEffects(
  ledger: EffectsLedger,
  onFailure: (error: unknown) => void,
  tls: ServerOptions | null = null,
): Server {
  const respond = (request: IncomingMessage, response: ServerResponse): void => {
    answer(ledger, request, response).catch((error: unknown) => {
      if (error instanceof MalformedRequest) {
        send(response, 400, { error: error.message });
        return;
      }
      send(response, 500, { error: 'The ledger cannot be written.' });
      onFailure(error);
    });
  };
  const server = tls === null ? createServer(respond) : createTlsServer(tls, respond);
  // Longer than clients pause: a connection closed just as a client uses it again would look like a fault.
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
}

async function answer(ledger: EffectsLedger, request: IncomingMessage, response: ServerResponse): Promise<void> {
  switch (`${request.method} ${request.url}`) {
    case 'POST /effects': {
      const body = await bodyOf(request);
      if (body === null) return;
      const recorded = await ledger.record(parseEffect(body, request.headers));
      send(response, recorded.outcome === 'conflict' ? 422 : 200, recorded);
      return;
    }
    case 'GET /ledger': {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' }).end(await ledger.text());
      return;
    }
    case 'GET /health':
      send(response, 200, { status: 'ok' });
      return;
    default:
      request.resume();
      send(response, 404, { error: 'Use POST /effects, GET /ledger or GET /health.' });
  }
}

/** The whole body; null if the requester went away before it was complete: then there is no request. */
async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
    }
  } catch (error) {
    if (!request.complete) return null;
    throw error;
  }
  if (bytes > MAX_BODY_BYTES) throw new MalformedRequest(`The body may have at most ${MAX_BODY_BYTES} bytes.`);
  return Buffer.concat(chunks).toString();
}

function send(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
