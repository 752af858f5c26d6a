import { connect as connectSocket, isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { isOn } from '../tls/tls-sockets.ts';
import type { ServiceUpstream } from './service-upstream.ts';

/** Connects to a service for bytes that are not read, by TLS if it speaks that. */
export function connectService({ host, port, tls, identity }: ServiceUpstream, protocol: 'h2' | 'http/1.1'): Socket {
  const tcp = connectSocket({ host, port, noDelay: true });
  if (!tls) return tcp;
  // An address is no name that a certificate could be asked for.
  const servername = isIP(host) === 0 ? host : '';
  const socket = connectTls({ socket: tcp, ...identity, servername, ALPNProtocols: [protocol] });
  isOn(socket, tcp);
  return socket;
}
