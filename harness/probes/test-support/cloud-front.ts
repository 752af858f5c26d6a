import {
  type ClientHttp2Session,
  connect,
  createSecureServer,
  type IncomingHttpHeaders,
  type ServerHttp2Stream,
} from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import type { TlsIdentity } from '../../model/tls.ts';

/** The front of a Temporal as a cloud has it: by TLS, for clients with a certificate, a key or both. */
export interface CloudFront extends AsyncDisposable {
  readonly address: string;
  /** How many calls it has passed on. */
  readonly passed: () => number;
}

/** Whom a front lets in. */
export interface FrontOptions {
  /** `host:port` of the Temporal behind it. */
  readonly upstream: string;
  /** Its certificate, and the authority of its clients. */
  readonly identity: TlsIdentity;
  /** Whether clients must show a certificate of that authority. */
  readonly mutual: boolean;
  /** The key that each call must carry; null: none. */
  readonly apiKey: string | null;
}

/** Starts one on a free port of 127.0.0.1. */
export async function startCloudFront({ upstream, identity, mutual, apiKey }: FrontOptions): Promise<CloudFront> {
  const server = createSecureServer({ ...identity, requestCert: mutual, rejectUnauthorized: mutual });
  const sockets = new Set<Socket>();
  let passed = 0;
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket)).on('error', () => undefined);
  });
  server.on('session', (session) => {
    const behind = connect(`http://${upstream}`);
    behind.on('error', () => session.destroy());
    session.on('error', () => undefined).once('close', () => behind.destroy());
    session.on('stream', (stream, headers) => {
      stream.on('error', () => undefined);
      if (apiKey !== null && headers.authorization !== `Bearer ${apiKey}`) {
        refuse(stream);
        return;
      }
      passed += 1;
      passOn(stream, headers, behind);
    });
  });
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.listen(0, '127.0.0.1', () => resolve(undefined));
  await promise;
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed: () => passed,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      const closed = Promise.withResolvers<undefined>();
      server.close(() => closed.resolve(undefined));
      await closed.promise;
    },
  };
}

/** As Temporal Cloud does: UNAUTHENTICATED, in headers alone. */
function refuse(stream: ServerHttp2Stream): void {
  const status = { 'grpc-status': '16', 'grpc-message': 'Request unauthorized.' };
  stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...status }, { endStream: true });
}

function passOn(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, behind: ClientHttp2Session): void {
  const { authorization: _key, ...others } = headers;
  const asked = behind.request({ ...others, ':scheme': 'http' });
  asked.on('error', () => stream.destroy());
  stream.pipe(asked);
  stream.once('close', () => asked.close());
  asked.once('response', (head, flags) => {
    // END_STREAM: the headers are all of the answer.
    const isWhole = (flags & 1) !== 0;
    if (stream.destroyed) return;
    stream.respond(head, { endStream: isWhole, waitForTrailers: !isWhole });
    if (!isWhole) asked.pipe(stream);
  });
  let trailers: IncomingHttpHeaders = {};
  asked.once('trailers', (last: IncomingHttpHeaders) => {
    trailers = last;
  });
  stream.once('wantTrailers', () => stream.sendTrailers(trailers));
}
