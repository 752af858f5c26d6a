import type { ProgramTls } from '../../harness/index.ts';

/** The variables by which a program of the system speaks TLS: as a client of Temporal, of services, and as a server. */
export function tlsEnv(tls: ProgramTls | undefined): Readonly<Record<string, string>> {
  if (tls === undefined) return {};
  const { files, temporalName } = tls;
  const { ca, cert, key } = files;
  const temporal = {
    TEMPORAL_TLS: 'true',
    TEMPORAL_TLS_SERVER_CA_CERT_PATH: ca,
    TEMPORAL_TLS_CLIENT_CERT_PATH: cert,
    TEMPORAL_TLS_CLIENT_KEY_PATH: key,
    TEMPORAL_TLS_SERVER_NAME: temporalName ?? '',
  };
  return {
    ...(temporalName === null ? {} : temporal),
    HTTPS_CA_PATH: ca,
    HTTPS_CLIENT_CERT_PATH: cert,
    HTTPS_CLIENT_KEY_PATH: key,
    SERVER_TLS_CLIENT_CA_PATH: ca,
    SERVER_TLS_CERT_PATH: cert,
    SERVER_TLS_KEY_PATH: key,
  };
}
