import {
  type Agent,
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as openRequest,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Journal } from '../../../model/journal.ts';
import type { RequestAttribution, ServiceRequest } from '../../../model/service-request.ts';
import { waitFor } from '../../../wait.ts';
import { type GatewayServer, startGateway } from '../../start-gateway.ts';
import { answerOk, startFarEnd } from '../../test-support/far-end.ts';
import { memoryJournal } from '../../test-support/memory-journal.ts';
import { call, nearEnd } from '../../test-support/near-end.ts';
import { activityPoll, activityTask, POLL } from '../../test-support/relay-rig.ts';
import { pathOf, report } from '../../test-support/task-messages.ts';

/** A request as the service got it. */
export interface ServedRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly socket: Socket;
  /** That of the relay's end of the connection. */
  readonly port: number;
}

/** The request of a client; by default a POST without a body. */
export interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly headers?: readonly string[] | Readonly<Record<string, string>>;
  readonly body?: Buffer;
  readonly agent?: Agent;
}

/** The answer that a client gets. */
export interface Got {
  readonly status: number;
  readonly reason: string;
  readonly headers: IncomingHttpHeaders;
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

/** A gateway with an HTTP listener of `worker-1`, a service behind it and clients before it. */
export interface HttpRig extends AsyncDisposable {
  readonly gateway: GatewayServer;
  /** Where the relay listens. */
  readonly relayPort: number;
  readonly journal: Journal;
  readonly service: Server;
  readonly requests: ServedRequest[];
  /** How the service answers; 200 until said otherwise. */
  answer: (request: ServedRequest, response: ServerResponse) => void;
  /** Asks by way of the relay. Rejects where the connection breaks. */
  ask(asked: Asked): Promise<Got>;
  /** Hands the activity `1` of workflow `document-1` to the worker, as call 1. */
  handOutActivity(): Promise<void>;
  /** Has the worker report that activity as completed. */
  completeActivity(): Promise<void>;
  /** Destroys every connection of the clients. */
  destroyClients(): void;
  stopService(): Promise<void>;
  until<T>(what: string, look: () => T | undefined): Promise<T>;
}

/** Starts a rig; a request is attributed by its headers `x-workflow` and `x-activity`, and
 * `x-compared` is what is compared of it. */
export async function startHttpRig(): Promise<HttpRig> {
  const journal = memoryJournal();
  const requests: ServedRequest[] = [];
  const service = createServer((request, response) => {
    void servedOf(request).then((served) => {
      requests.push(served);
      rig.answer(served, response);
    });
  });
  const port = await listening(service);
  const far = await startFarEnd((request) => answerOk(request, activityTask()));
  const gateway = await startGateway({ upstream: far.address, journal, attribute });
  const worker = nearEnd(await gateway.listen('worker-1'));
  const relayPort = await gateway.listenHttp('worker-1', { link: 'outside', upstream: `127.0.0.1:${port}` });
  const clients = new Set<Socket>();
  const rig: HttpRig = {
    gateway,
    relayPort,
    journal,
    service,
    requests,
    stopService: () => stop(service),
    answer: (_request, response) => response.end('done'),
    ask: (asked) => ask(asked, { port: relayPort, clients }),
    handOutActivity: async () => void (await call(worker, POLL, activityPoll()).reply),
    completeActivity: async () =>
      void (await call(worker, pathOf('RespondActivityTaskCompleted'), report('token-1')).reply),
    // The gRPC connection too: so all of the worker's go.
    destroyClients: () => [worker, ...clients].forEach((each) => void each.destroy()),
    until: (what, look) => waitFor(look, { what, limitMs: 3000, signal: AbortSignal.timeout(60_000) }),
    [Symbol.asyncDispose]: async () => {
      worker.destroy();
      await gateway.close();
      await far[Symbol.asyncDispose]();
      await stop(service);
    },
  };
  return rig;
}

function attribute({ headers, link }: ServiceRequest): RequestAttribution | null {
  if (headers['x-throw'] !== undefined || link !== 'outside') throw new Error('cannot tell');
  const { 'x-workflow': workflowId, 'x-activity': activityId, 'x-compared': body } = headers;
  return workflowId === undefined || activityId === undefined ? null : { workflowId, activityId, body };
}

async function ask(
  { method = 'POST', path, headers = {}, body = Buffer.alloc(0), agent }: Asked,
  { port, clients }: { readonly port: number; readonly clients: Set<Socket> },
): Promise<Got> {
  const { promise, resolve, reject } = Promise.withResolvers<Got>();
  const given = Array.isArray(headers)
    ? [...(headers as readonly string[])]
    : { ...(headers as Readonly<Record<string, string>>) };
  const sent = openRequest({ port, host: '127.0.0.1', method, path, headers: given, agent: agent ?? false });
  sent.on('socket', (socket) => clients.add(socket));
  sent.on('error', reject);
  sent.on('response', (reply) => {
    reply.on('error', reject);
    void bodyOf(reply).then((whole) => {
      const { statusCode = 0, statusMessage = '', headers: got, rawHeaders } = reply;
      resolve({ status: statusCode, reason: statusMessage, headers: got, rawHeaders, body: whole });
    }, reject);
  });
  sent.end(body);
  return promise;
}

async function stop(service: Server): Promise<void> {
  const closed = Promise.withResolvers<undefined>();
  service.close(() => closed.resolve(undefined));
  service.closeAllConnections();
  await closed.promise;
}

async function servedOf(request: IncomingMessage): Promise<ServedRequest> {
  const { method = '', url = '', headers, rawHeaders, socket } = request;
  const { remotePort: port = 0 } = socket;
  return { method, url, headers, rawHeaders, body: await bodyOf(request), socket, port };
}

async function bodyOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function listening(server: Server): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.listen(0, '127.0.0.1', () => resolve(undefined));
  await promise;
  return (server.address() as AddressInfo).port;
}
