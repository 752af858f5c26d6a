import type { TlsAccess } from '../model/tls.ts';

/** The options of a connection of Temporal's SDK by which it speaks TLS. */
interface TemporalTls {
  readonly tls?: {
    readonly serverNameOverride: string;
    readonly serverRootCACertificate: Buffer;
    readonly clientCertPair: { readonly crt: Buffer; readonly key: Buffer };
  };
}

/** The part of a connection's options by which Temporal is reached by TLS; empty if it is reached without. */
export function temporalTls(access: TlsAccess | undefined): TemporalTls {
  if (access === undefined || access.temporalName === null) return {};
  const { ca, cert, key } = access.own;
  return {
    tls: {
      serverNameOverride: access.temporalName,
      serverRootCACertificate: Buffer.from(ca),
      clientCertPair: { crt: Buffer.from(cert), key: Buffer.from(key) },
    },
  };
}
