import { constants } from 'node:crypto';
import type { Server, Socket } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import type { EntryOf } from '../../model/journal.ts';
import type { TlsIdentity } from '../../model/tls.ts';
import { isOn } from './tls-sockets.ts';

/** The outcome of a handshake, and the certificate that the client showed. */
export type Handshake = Pick<EntryOf<'handshake'>, 'outcome' | 'serial' | 'reason'>;

/** A listener that speaks TLS. */
export interface Admission {
  /** The server's certificate; clients must show one of the same authority. */
  readonly identity: TlsIdentity;
  readonly protocol: 'h2' | 'http/1.1';
  /** Called with each client that is let in. */
  readonly admitted: (socket: TLSSocket) => void;
  /** Called with every handshake, before `admitted`. */
  readonly seen: (handshake: Handshake) => void;
}

/**
 * Makes a server that lets clients in which show a certificate of the run's authority.
 *
 * @remarks The certificate is verified by OpenSSL. It is refused here and not there, because Node then keeps silent about
 * which certificate it was. No session is resumed: each connection shows its certificate.
 */
export function admittingServer({ identity, protocol, admitted, seen }: Admission): Server {
  const { ca, cert, key } = identity;
  const policy = { requestCert: true, rejectUnauthorized: false, secureOptions: constants.SSL_OP_NO_TICKET };
  const server = createServer({ ca, cert, key, ...policy, ALPNProtocols: [protocol], noDelay: true });
  const pending = new Map<string, Socket>();
  server.on('connection', (tcp: Socket) => {
    const from = peerOf(tcp);
    pending.set(from, tcp);
    tcp.once('close', () => pending.get(from) === tcp && pending.delete(from));
  });
  server.on('secureConnection', (socket) => {
    const tcp = pending.get(peerOf(socket));
    if (tcp !== undefined) isOn(socket, tcp);
    // Without a certificate the object is empty.
    const { serialNumber } = socket.getPeerCertificate() as { readonly serialNumber?: string };
    const serial = serialNumber?.toLowerCase() ?? null;
    if (socket.authorized) {
      seen({ outcome: 'accepted', serial });
      admitted(socket);
      return;
    }
    const why = serial === null ? 'no certificate' : String(socket.authorizationError);
    seen({ outcome: 'refused', serial, reason: why });
    socket.on('error', () => undefined);
    socket.destroy();
  });
  server.on('tlsClientError', (error, socket) => {
    seen({ outcome: 'refused', serial: null, reason: error.message });
    socket.destroy();
  });
  return server;
}

function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
