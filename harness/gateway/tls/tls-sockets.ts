import { connect as connectSocket, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { TlsIdentity } from '../../model/tls.ts';

/** The TLS that is spoken with a server: our certificate, and the name that must be in the server's. */
export interface UpstreamTls {
  readonly identity: TlsIdentity;
  readonly name: string;
}

/** The TCP connection below a TLS one: only that can be reset. */
const below = new WeakMap<Socket, Socket>();

/** Remembers the TCP connection that a TLS one is on. */
export function isOn(socket: Socket, tcp: Socket): void {
  below.set(socket, tcp);
}

/** Resets a connection, with or without TLS on it. */
export function resetConnection(socket: Socket): void {
  const tcp = below.get(socket);
  tcp?.resetAndDestroy();
  if (tcp === undefined) socket.resetAndDestroy();
  else socket.destroy();
}

/** Connects to a gRPC server, by TLS if it speaks that. */
export function connectUpstream(to: {
  readonly host: string;
  readonly port: number;
  readonly tls?: UpstreamTls | undefined;
}): Socket {
  const tcp = connectSocket({ host: to.host, port: to.port, noDelay: true });
  if (to.tls === undefined) return tcp;
  const { identity, name } = to.tls;
  const { ca, cert, key } = identity;
  const socket = connectTls({ socket: tcp, ca, cert, key, servername: name, ALPNProtocols: ['h2'] });
  isOn(socket, tcp);
  return socket;
}
