import type { TlsConfig } from '../config.ts';
import { type PemFiles, readPem } from './pem-files.ts';

/**
 * Has every request by `fetch` of this process show the configured certificate; does nothing if there is none.
 *
 * @remarks The files are read again for each connection, so a certificate that is replaced needs no new start.
 */
export async function useClientCertificate(config: TlsConfig): Promise<void> {
  const files = clientFiles(config);
  if (files === null) return;
  // Only now: it takes a tenth of a second.
  const { Agent, buildConnector, setGlobalDispatcher } = await import('undici');
  setGlobalDispatcher(new Agent({ connect: (to, done) => buildConnector(readPem(files))(to, done) }));
}

/** The files for requests to other services; null: they are made without a certificate. */
function clientFiles(config: TlsConfig): PemFiles | null {
  const { HTTPS_CA_PATH: ca, HTTPS_CLIENT_CERT_PATH: cert, HTTPS_CLIENT_KEY_PATH: key } = config;
  return ca === undefined || cert === undefined || key === undefined ? null : { ca, cert, key };
}
