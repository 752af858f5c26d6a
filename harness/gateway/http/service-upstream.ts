import type { TlsIdentity } from '../../model/tls.ts';
import type { Upstream } from '../relayed-connection.ts';

/** The target of requests to a service. */
export interface ServiceUpstream extends Omit<Upstream, 'tls'> {
  /** Whether TLS is spoken with it. */
  readonly tls: boolean;
  /** The certificate that is shown to it, whose authority has signed its own; left out: public authorities vouch for it. */
  readonly identity?: TlsIdentity;
  /** The host name sent to the service; if left out, the one that the client sends. */
  readonly authority?: string;
}

const PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

/**
 * Reads where a service is: `host:port` of one on this machine, or the URL of one elsewhere.
 *
 * @param identity - the run's certificate, if the run's services speak TLS
 * @throws TypeError if it is neither.
 */
export function serviceUpstream(address: string, identity?: TlsIdentity): ServiceUpstream {
  const named = /^https?:/.test(address);
  const { protocol, hostname, port, host } = new URL(named ? address : `http://${address}`);
  const to = {
    // An IPv6 address is in brackets in a URL, and only there.
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? (PORTS[protocol] ?? 80) : Number(port),
    tls: protocol === 'https:',
  };
  if (named) return { ...to, authority: host };
  return identity === undefined ? to : { ...to, tls: true, identity };
}
