import { type Agent, type ClientRequest, type IncomingMessage, request as openRequest } from 'node:http';
import { request as openTlsRequest } from 'node:https';
import { isIP, type Socket } from 'node:net';
import type { ServiceUpstream } from './service-upstream.ts';

/** A reply that has come whole. */
export interface WholeReply {
  readonly status: number;
  readonly reason: string;
  /** As they came: names and values by turns, in their own case and order. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** The message that is sent on, as it came. */
export interface SentRequest {
  readonly method: string;
  readonly path: string;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** The way to the service, of one client connection. */
export interface ServiceWay {
  readonly agent: Agent;
  readonly to: ServiceUpstream;
  /** Called with the connection to the service that a request uses. */
  readonly connected: (socket: Socket) => void;
}

/**
 * Sends a request on and gathers its reply; resolves with null once the request was destroyed.
 *
 * @param open - called with the request under way, so the caller can destroy it
 * @throws Error if the connection fails or the reply is cut short.
 */
export async function askService(
  { method, path, rawHeaders, body }: SentRequest,
  { agent, to, connected }: ServiceWay,
  open: (request: ClientRequest) => void,
): Promise<WholeReply> {
  const { promise, resolve, reject } = Promise.withResolvers<WholeReply>();
  const headers = addressed(withLength(method, rawHeaders), to.authority);
  const message = { agent, host: to.host, port: to.port, method, path, headers };
  // An address is no name that a certificate could be asked for.
  const sent = to.tls
    ? openTlsRequest({ ...message, ...to.identity, servername: isIP(to.host) === 0 ? to.host : '' })
    : openRequest(message);
  sent.on('error', reject);
  sent.once('socket', connected);
  sent.once('response', (reply) => gather(reply, resolve, reject));
  // A `close` without an error before it: destroyed by us, or a reply that never came.
  sent.once('close', () => reject(new Error('The service closed the connection before it had answered.')));
  open(sent);
  sent.end(body);
  return promise;
}

function gather(reply: IncomingMessage, resolve: (whole: WholeReply) => void, reject: (error: Error) => void): void {
  const chunks: Buffer[] = [];
  reply.on('data', (chunk: Buffer) => chunks.push(chunk));
  reply.on('error', reject);
  reply.once('end', () => {
    if (!reply.complete) return reject(new Error('The reply was cut short.'));
    const { statusCode = 0, statusMessage = '', rawHeaders } = reply;
    return resolve({ status: statusCode, reason: statusMessage, rawHeaders, body: Buffer.concat(chunks) });
  });
}

/**
 * A request without a body and a word of it stays one: Node would make it one in chunks, where its method may have a
 * body.
 */
function withLength(method: string, rawHeaders: readonly string[]): string[] {
  const names = rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());
  const says = names.includes('content-length') || names.includes('transfer-encoding');
  return says || !['POST', 'PUT', 'PATCH'].includes(method) ? [...rawHeaders] : [...rawHeaders, 'Content-Length', '0'];
}

/** The service doesn't know the client's name for the relay: if it has its own name, the request carries that. */
function addressed(rawHeaders: readonly string[], authority: string | undefined): string[] {
  if (authority === undefined) return [...rawHeaders];
  return rawHeaders.map((text, index) => {
    const isHost = index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'host';
    return isHost ? authority : text;
  });
}
