import { createServer as createHttpServer, type IncomingMessage } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { type Admission, admittingServer } from '../tls/admit.ts';
import { readFirstBytes } from './first-bytes.ts';
import { type HttpConnectionObserver, RelayedHttpConnection } from './relayed-http-connection.ts';
import { sentHeaders } from './sent-headers.ts';
import type { ServiceUpstream } from './service-upstream.ts';

/** As large as a header block may be; far above what services take. */
const MAX_HEADER_BYTES = 1024 * 1024;

/** A relay of HTTP/1.1 to one service. */
export interface HttpRelay {
  readonly server: Server;
  /** Cuts every connection now. */
  destroy(): void;
}

/**
 * Makes a relay; it has no limits of its own on how long anything takes.
 *
 * @remarks It reads HTTP/1. Other protocols, and those that a request asks to go on in, are passed on unread.
 * @param observe - asked for an observer of each connection that is opened
 * @param tls - how its clients speak TLS; left out: they don't
 */
export function makeHttpRelay(
  to: ServiceUpstream,
  observe: () => HttpConnectionObserver,
  tls?: Pick<Admission, 'identity' | 'seen'>,
): HttpRelay {
  const connections = new Map<Socket, RelayedHttpConnection>();
  const reader = makeReader(connections, to);
  const admitted = (socket: Socket): void => {
    const connection = new RelayedHttpConnection(socket, to, observe());
    connections.set(socket, connection);
    socket.once('close', () => connections.delete(socket));
    readFirstBytes(socket, (protocol) => {
      if (protocol === 'HTTP/1') reader.emit('connection', socket);
      else connection.passUnread({ protocol }, Buffer.alloc(0));
    });
  };
  return {
    server:
      tls === undefined
        ? createServer({ noDelay: true, allowHalfOpen: true }, admitted)
        : admittingServer({ ...tls, protocol: 'http/1.1', admitted }),
    destroy: () => {
      for (const connection of connections.values()) connection.destroy();
    },
  };
}

/** A server of HTTP/1 that listens to no port: it is given its connections. */
function makeReader(connections: ReadonlyMap<Socket, RelayedHttpConnection>, to: ServiceUpstream): Server {
  const reader = createHttpServer({
    maxHeaderSize: MAX_HEADER_BYTES,
    requireHostHeader: false,
    // HTTP/2 is an offer that the relay declines; the request itself is an ordinary one.
    shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() !== 'h2c',
  });
  reader.keepAliveTimeout = 0;
  reader.headersTimeout = 0;
  reader.requestTimeout = 0;
  reader.on('request', (request, response) => connections.get(request.socket)?.exchange(request, response));
  reader.on('checkExpectation', (request, response) => reader.emit('request', request, response));
  // What is no HTTP after all can't be relayed as such.
  reader.on('clientError', (_error, socket) => socket.destroy());
  reader.on('upgrade', (request, socket, after) => {
    const [path = ''] = (request.url ?? '').split(/[?#]/);
    const what = { protocol: request.headers.upgrade ?? 'another protocol', path };
    connections.get(request.socket)?.passUnread(what, Buffer.concat([headOf(request, to), after]));
    socket.on('error', () => undefined);
  });
  return reader;
}

/** The head of a request, as the service gets it. */
function headOf({ method = '', url = '', rawHeaders }: IncomingMessage, to: ServiceUpstream): Buffer {
  const headers = sentHeaders(method, rawHeaders, to);
  const lines = headers.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${headers[index + 1] ?? ''}`] : []));
  return Buffer.from([`${method} ${url} HTTP/1.1`, ...lines, '', ''].join('\r\n'), 'latin1');
}
