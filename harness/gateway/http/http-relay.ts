import { createServer } from 'node:http';
import type { Server, Socket } from 'node:net';
import { type Admission, admittingServer } from '../tls/admit.ts';
import { type HttpConnectionObserver, RelayedHttpConnection } from './relayed-http-connection.ts';
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
 * @param observe - asked for an observer of each connection that is opened
 * @param tls - how its clients speak TLS; left out: they don't
 */
export function makeHttpRelay(
  to: ServiceUpstream,
  observe: () => HttpConnectionObserver,
  tls?: Pick<Admission, 'identity' | 'seen'>,
): HttpRelay {
  const connections = new Map<Socket, RelayedHttpConnection>();
  const server = createServer({ noDelay: true, maxHeaderSize: MAX_HEADER_BYTES, requireHostHeader: false });
  server.keepAliveTimeout = 0;
  server.headersTimeout = 0;
  server.requestTimeout = 0;
  server.on('connection', (socket: Socket) => {
    connections.set(socket, new RelayedHttpConnection(socket, to, observe()));
    socket.once('close', () => connections.delete(socket));
  });
  server.on('request', (request, response) => connections.get(request.socket)?.exchange(request, response));
  // Bytes that are no HTTP can't be relayed as such.
  server.on('clientError', (_error, socket) => socket.destroy());
  server.on('upgrade', (_request, socket) => socket.destroy());
  // Connections that were let in are given to the HTTP server, which itself then listens to none.
  const admitted = (socket: Socket): void => void server.emit('connection', socket);
  return {
    server: tls === undefined ? server : admittingServer({ ...tls, protocol: 'http/1.1', admitted }),
    destroy: () => {
      for (const connection of connections.values()) connection.destroy();
    },
  };
}
