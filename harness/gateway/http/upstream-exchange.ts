import { type Agent, type ClientRequest, type IncomingMessage, request as openRequest } from 'node:http';
import { request as openTlsRequest } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { type Gathered, gather } from './gather.ts';
import { sentHeaders } from './sent-headers.ts';
import type { ServiceUpstream } from './service-upstream.ts';

/** A reply of a service, whole or as much of it as is waited for. */
export interface ServiceReply extends Gathered {
  readonly status: number;
  readonly reason: string;
  /** As they came: names and values by turns, in their own case and order. */
  readonly rawHeaders: readonly string[];
  /** By name in lower case. */
  readonly headers: IncomingMessage['headers'];
}

/** The message that is sent on, as it came. */
export interface SentRequest extends Gathered {
  readonly method: string;
  readonly path: string;
  readonly rawHeaders: readonly string[];
}

/** The way to the service, of one client connection. */
export interface ServiceWay {
  readonly agent: Agent;
  readonly to: ServiceUpstream;
  /** Called with the connection to the service that a request uses. */
  readonly connected: (socket: Socket) => void;
}

/** A reply that takes longer from its head to its end is passed on as it comes: its client may wait for its parts. */
const REPLY_LIMIT_MS = 500;

/**
 * Sends a request on and gathers its reply.
 *
 * @param open - called with the request under way, so the caller can destroy it
 * @throws Error if the connection fails or the reply is cut short.
 */
export async function askService(
  { method, path, rawHeaders, body, rest }: SentRequest,
  { agent, to, connected }: ServiceWay,
  open: (request: ClientRequest) => void,
): Promise<ServiceReply> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const headers = sentHeaders(method, rawHeaders, to);
  const message = { agent, host: to.host, port: to.port, method, path, headers };
  // An address is no name that a certificate could be asked for.
  const sent = to.tls
    ? openTlsRequest({ ...message, ...to.identity, servername: isIP(to.host) === 0 ? to.host : '' })
    : openRequest(message);
  sent.on('error', reject);
  sent.once('socket', connected);
  sent.once('response', resolve);
  // A `close` without an error before it: destroyed by us, or a reply that never came.
  sent.once('close', () => reject(new Error('The service closed the connection before it had answered.')));
  open(sent);
  if (rest === null) {
    sent.end(body);
  } else {
    sent.write(body);
    rest.pipe(sent);
  }
  return replyOf(await promise);
}

async function replyOf(reply: IncomingMessage): Promise<ServiceReply> {
  const { statusCode = 0, statusMessage = '', rawHeaders, headers } = reply;
  const isStream = headers['content-type']?.startsWith('text/event-stream') === true;
  const gathered = await gather(reply, isStream ? 0 : REPLY_LIMIT_MS);
  return { status: statusCode, reason: statusMessage, rawHeaders, headers, ...gathered };
}
