import { connect as connectHttp2 } from 'node:http2';
import { connect } from 'node:net';
import type { TlsAccess } from '../model/tls.ts';

const ANSWER_LIMIT_MS = 1000;

/** Whether a server accepts connections on that port of 127.0.0.1; undefined for "not yet". */
export async function acceptsConnections(port: number): Promise<true | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const end = (answer: true | undefined): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(ANSWER_LIMIT_MS, () => end(undefined));
    socket.once('connect', () => end(true));
    socket.once('error', () => end(undefined));
  });
}

/**
 * Whether a server speaks HTTP/2 on that port of 127.0.0.1; undefined for "not yet".
 *
 * @remarks Docker accepts connections on a published port before the container listens, and closes them again. A gRPC
 * client that meets that waits a whole second until it tries again.
 */
export async function answersHttp2(
  port: number,
  { tls, limitMs = ANSWER_LIMIT_MS }: { readonly tls?: TlsAccess | undefined; readonly limitMs?: number } = {},
): Promise<true | undefined> {
  return new Promise((resolve) => {
    const session = connectHttp2(
      `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`,
      tls === undefined ? {} : { ...tls.own },
    );
    const end = (answer: true | undefined): void => {
      session.destroy();
      resolve(answer);
    };
    session.setTimeout(limitMs, () => end(undefined));
    session.once('remoteSettings', () => end(true));
    session.once('close', () => end(undefined));
    session.on('error', () => end(undefined));
  });
}

/** Sends a GET to that URL, by TLS if it is of https. @throws Error unless a 2xx answers it. */
export async function askOk(url: string, signal: AbortSignal, tls?: TlsAccess): Promise<void> {
  const response = await (tls?.fetch ?? fetch)(url, { signal });
  const text = await response.text();
  if (!response.ok) throw new Error(`HTTP ${response.status} ${text.trim()}`);
}

/** Whether a GET of that URL is answered by 2xx; undefined for "not yet". */
export async function answersOk(url: string, tls?: TlsAccess): Promise<true | undefined> {
  try {
    await askOk(url, AbortSignal.timeout(ANSWER_LIMIT_MS), tls);
    return true;
  } catch {
    return undefined;
  }
}
