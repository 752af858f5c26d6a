import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type IncomingHttpHeaders,
  type SecureClientSessionOptions,
} from 'node:http2';

/** The reply at the near end. */
export interface NearReply {
  readonly head: IncomingHttpHeaders;
  readonly trailers: IncomingHttpHeaders | undefined;
  readonly body: Buffer;
  readonly rstCode: number;
}

/** A call under way. */
export interface NearCall {
  readonly stream: ClientHttp2Stream;
  readonly reply: Promise<NearReply>;
}

/**
 * Connects to a relay as a worker would, with HTTP/2's own default windows of 64 KB.
 *
 * @param tls - how it speaks TLS with it; left out: not at all
 */
export function nearEnd(port: number, tls?: SecureClientSessionOptions): ClientHttp2Session {
  const session = tls === undefined ? connect(`http://127.0.0.1:${port}`) : connect(`https://127.0.0.1:${port}`, tls);
  session.on('error', () => undefined);
  return session;
}

/**
 * Makes one call; the reply resolves when the stream is closed, for any reason.
 *
 * @param to - its path, or all headers that are not gRPC's
 */
export function call(
  session: ClientHttp2Session,
  to: string | Readonly<Record<string, string>>,
  body: Buffer,
): NearCall {
  const stream = session.request({
    ':method': 'POST',
    ...(typeof to === 'string' ? { ':path': to } : to),
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  const chunks: Buffer[] = [];
  let head: IncomingHttpHeaders = {};
  let trailers: IncomingHttpHeaders | undefined;
  const { promise, resolve } = Promise.withResolvers<NearReply>();
  stream.on('error', () => undefined);
  stream.on('response', (headers) => {
    head = headers;
  });
  stream.on('trailers', (headers: IncomingHttpHeaders) => {
    trailers = headers;
  });
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('close', () => resolve({ head, trailers, body: Buffer.concat(chunks), rstCode: stream.rstCode ?? 0 }));
  stream.end(body);
  return { stream, reply: promise };
}

/** A message in a gRPC frame, uncompressed. */
export function frame(message: Uint8Array): Buffer {
  const header = Buffer.alloc(5);
  header.writeUInt32BE(message.length, 1);
  return Buffer.concat([header, message]);
}
