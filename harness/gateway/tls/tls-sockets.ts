import { connect as connectSocket, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { TlsIdentity } from '../../model/tls.ts';

/**
 * The TLS that is spoken with a server: the name that must be in its certificate, and our own certificate and the
 * authority of the server's; left out: none, and the public ones.
 */
export interface UpstreamTls extends Partial<TlsIdentity> {
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
  resetSocket(tcp ?? socket);
  if (tcp !== undefined) socket.destroy();
}

/**
 * Resets a TCP connection; one that is just being ended is closed instead.
 *
 * @remarks The system refuses to reset a connection while it sends its end. Node then forgets the connection but leaves
 * it open: it never reports `close`, and the process spins on it and never exits.
 */
function resetSocket(tcp: Socket): void {
  if (tcp.writableEnded && !tcp.writableFinished) tcp.destroy();
  else tcp.resetAndDestroy();
}

/** Connects to a gRPC server, by TLS if it speaks that. */
export function connectUpstream(to: {
  readonly host: string;
  readonly port: number;
  readonly tls?: UpstreamTls | undefined;
}): Socket {
  const tcp = connectSocket({ host: to.host, port: to.port, noDelay: true });
  if (to.tls === undefined) return tcp;
  const { name, ca, cert, key } = to.tls;
  // TLS sends no addresses: https://www.rfc-editor.org/rfc/rfc6066#section-3
  const servername = isIP(name) === 0 ? { servername: name } : {};
  const socket = connectTls({ socket: tcp, host: name, ca, cert, key, ...servername, ALPNProtocols: ['h2'] });
  isOn(socket, tcp);
  return socket;
}
