import type { ServerOptions } from 'node:https';
import type { TlsConfig } from '../config.ts';
import { readPem } from './pem-files.ts';

/** The options of a server that asks its clients for a certificate; null: it speaks plain HTTP. */
export function serverTls(config: TlsConfig): ServerOptions | null {
  const { SERVER_TLS_CLIENT_CA_PATH: ca, SERVER_TLS_CERT_PATH: cert, SERVER_TLS_KEY_PATH: key } = config;
  if (ca === undefined || cert === undefined || key === undefined) return null;
  return { ...readPem({ ca, cert, key }), requestCert: true, rejectUnauthorized: true };
}
