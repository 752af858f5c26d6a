import {
  createSecureServer,
  createServer,
  type IncomingHttpHeaders,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import type { TlsIdentity } from '../../model/tls.ts';

/** A request that has come whole to the far end. */
export interface FarRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly stream: ServerHttp2Stream;
}

/** The far end of a relay under test: an HTTP/2 server that answers as the test says and keeps what came. */
export interface FarEnd extends AsyncDisposable {
  readonly address: string;
  readonly requests: FarRequest[];
  readonly sessions: ServerHttp2Session[];
  /** How many streams were reset by the other side, with the codes. */
  readonly resets: number[];
  /** The raw sockets, to cut or reset them. */
  readonly sockets: Socket[];
}

/**
 * Starts a far end; `answer` is called with each request that is complete.
 *
 * @param tls - its certificate, and the authority of its clients; left out: it speaks no TLS
 */
export async function startFarEnd(answer: (request: FarRequest) => void, tls?: TlsIdentity): Promise<FarEnd> {
  const options = { settings: { initialWindowSize: 65_535 } };
  const server =
    tls === undefined ? createServer(options) : createSecureServer({ ...options, ...tls, requestCert: true });
  const requests: FarRequest[] = [];
  const sessions: ServerHttp2Session[] = [];
  const resets: number[] = [];
  const sockets: Socket[] = [];
  server.on('connection', (socket: Socket) => sockets.push(socket));
  server.on('session', (session) => {
    sessions.push(session);
    session.on('error', () => undefined);
  });
  server.on('stream', (stream, headers) => {
    stream.on('close', () => {
      if (stream.rstCode !== 0) resets.push(stream.rstCode);
    });
    gather(stream, headers, (request) => {
      requests.push(request);
      answer(request);
    });
  });
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.listen(0, '127.0.0.1', () => resolve(undefined));
  await promise;
  const { port } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${port}`,
    requests,
    sessions,
    resets,
    sockets,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      const closed = Promise.withResolvers<undefined>();
      server.close(() => closed.resolve(undefined));
      await closed.promise;
    },
  };
}

/** Answers with a body and gRPC status 0. */
export function answerOk({ stream }: FarRequest, body: Buffer): void {
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
  stream.end(body);
}

function gather(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, whole: (request: FarRequest) => void): void {
  const chunks: Buffer[] = [];
  stream.on('error', () => undefined);
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('end', () => {
    if (!stream.aborted) whole({ path: headers[':path'] ?? '', headers, body: Buffer.concat(chunks), stream });
  });
}
