import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { firstLine } from '../errors.ts';
import type { NamedTemporal } from '../model/existing-temporal.ts';

const LIMIT_MS = 3000;
/** What an HTTP/2 client says first: https://www.rfc-editor.org/rfc/rfc9113#section-3.4 */
const PREFACE = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0';

/**
 * Why TLS with an existing Temporal fails, as a part of a sentence; null if it doesn't, or the server isn't reached.
 *
 * @remarks gRPC's client keeps the server's alert to itself. In TLS 1.3 a server refuses a client's certificate only after
 * the handshake, so the client waits for its first words.
 */
export async function tlsTrouble({ address, tls }: Pick<NamedTemporal, 'address' | 'tls'>): Promise<string | null> {
  if (tls === null) return null;
  const { name, ...identity } = tls;
  const { hostname, port } = new URL(`tcp://${address}`);
  const servername = isIP(name) === 0 ? { servername: name } : {};
  const at = { host: hostname.replaceAll(/^\[|\]$/g, ''), port: Number(port), ...servername };
  const { promise, resolve } = Promise.withResolvers<string | null>();
  const socket = connect({ ...at, ...identity, ALPNProtocols: ['h2'], timeout: LIMIT_MS });
  let shaken = false;
  socket.once('secureConnect', () => {
    shaken = true;
    socket.write(PREFACE);
  });
  socket.once('data', () => resolve(null));
  socket.once('timeout', () => resolve(null));
  socket.once('error', (error: NodeJS.ErrnoException) => resolve(reasonOfSocket(error, shaken)));
  socket.once('close', () => resolve(shaken ? 'it ended the connection after the handshake' : null));
  return promise.finally(() => socket.destroy());
}

function reasonOfSocket({ code, message }: NodeJS.ErrnoException, shaken: boolean): string | null {
  if (!shaken && /^(ECONN|EAI_|ENOTFOUND|EHOST|ENET|ETIMEDOUT)/.test(code ?? '')) return null;
  // OpenSSL's own form: `40976B…:error:0A00045C:SSL routines:ssl3_read_bytes:tlsv13 alert certificate required:…`
  return /:error:[^:]*:[^:]*:[^:]*:([^:]+):/.exec(message)?.[1] ?? firstLine(message);
}
