import type { TlsIdentity } from '../model/tls.ts';
import type { Upstream } from './relayed-connection.ts';
import type { UpstreamTls } from './tls/tls-sockets.ts';

/** The TLS of a gateway, on both of its sides. */
export interface GatewayTls {
  /** Its certificate. Clients must show one of the same authority, and so must the run's services. */
  readonly identity: TlsIdentity;
  /** The name in the certificate of Temporal's frontend; null: Temporal speaks no TLS. */
  readonly temporalName: string | null;
}

/** The way to a Temporal that the run did not start. */
export interface TemporalBeyond {
  /** Null: it speaks no TLS. */
  readonly tls: UpstreamTls | null;
  /** Added to each call: an API key, the namespace. Secret: never journalled. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether workers may ask for tasks of a task queue; others may hold tasks of others. */
  readonly mayPoll: (taskQueue: string) => boolean;
}

/** The place of Temporal's frontend, as a gateway is told it. */
export interface TemporalEnd {
  /** `host:port` */
  readonly upstream: string;
  /** How the run speaks TLS; left out: not at all. */
  readonly tls?: GatewayTls | undefined;
  /** The way to Temporal if the run did not start it; left out: it is the run's. */
  readonly beyond?: TemporalBeyond | undefined;
}

/**
 * Where calls go, and what is added to them.
 *
 * @throws TypeError if `upstream` is no `host:port`.
 */
export function temporalUpstream({ upstream, tls, beyond }: TemporalEnd): Upstream {
  const { hostname, port } = new URL(`http://${upstream}`);
  const to = { host: hostname.replaceAll(/^\[|\]$/g, ''), port: Number(port === '' ? 80 : port) };
  if (beyond !== undefined) {
    // A server that many share may choose by the name that it is asked by.
    const scheme = beyond.tls === null ? 'http' : 'https';
    const headers = { ...beyond.headers, ':authority': upstream, ':scheme': scheme };
    return { ...to, headers, ...(beyond.tls === null ? {} : { tls: beyond.tls }) };
  }
  if (tls === undefined || tls.temporalName === null) return to;
  return { ...to, tls: { ...tls.identity, name: tls.temporalName } };
}
