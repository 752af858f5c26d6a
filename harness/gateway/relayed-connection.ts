import {
  type ClientHttp2Session,
  connect,
  constants,
  performServerHandshake,
  type ServerHttp2Session,
} from 'node:http2';
import type { Socket } from 'node:net';
import type { ConnectionEnd, ConnectionObserver } from './relay-observer.ts';
import { RelayedCall } from './relayed-call.ts';
import { connectUpstream, resetConnection, type UpstreamTls } from './tls/tls-sockets.ts';

/** As much in flight as gRPC allows a message to be large, so the relay adds no round trips. */
const WINDOW_BYTES = 8 * 1024 * 1024;
/** After this long without an answer to a forwarded PING the connection counts as dead, as in Temporal's SDKs. */
const PING_TIMEOUT_MS = 15_000;

const sessionOptions = {
  settings: { initialWindowSize: WINDOW_BYTES, maxHeaderListSize: 1024 * 1024 },
  maxSendHeaderBlockLength: 1024 * 1024,
  /** Megabytes. Node refuses new streams above it; its default of 10 is two large payloads. */
  maxSessionMemory: 512,
};

/** The target of a connection. */
export interface Upstream {
  readonly host: string;
  readonly port: number;
  /** The TLS that is spoken with it; left out: none. */
  readonly tls?: UpstreamTls | undefined;
  /** Headers that each call gets over the client's; left out: none. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * One client connection joined to one server connection.
 *
 * @remarks As on a real network, a cut on one side is a cut on the other, and a reset is a reset. Only an orderly end
 * (GOAWAY) lets the calls in flight finish on both sides first.
 */
export class RelayedConnection {
  readonly #client: ServerHttp2Session;
  readonly #upstream: ClientHttp2Session;
  readonly #sockets: { readonly client: Socket; readonly upstream: Socket };
  readonly #observer: ConnectionObserver;
  readonly #calls = new Set<RelayedCall>();
  readonly #pings = new Set<NodeJS.Timeout>();
  #serverLeaves = false;
  #over = false;

  constructor(socket: Socket, to: Upstream, observer: ConnectionObserver) {
    this.#observer = observer;
    const upstreamSocket = connectUpstream(to);
    this.#sockets = { client: socket, upstream: upstreamSocket };
    this.#watchSockets();
    this.#upstream = connect(`${to.tls === undefined ? 'http' : 'https'}://${to.host}:${to.port}`, {
      ...sessionOptions,
      settings: { ...sessionOptions.settings, enablePush: false },
      createConnection: () => upstreamSocket,
    });
    this.#client = performServerHandshake(socket, sessionOptions);
    this.#joinSessions(to);
  }

  /** Cuts both sides now. */
  destroy(): void {
    this.#cut({ by: 'gateway', error: undefined });
  }

  #watchSockets(): void {
    const { client, upstream } = this.#sockets;
    client.once('error', (error) => this.#cut({ by: 'client', error }));
    client.once('end', () => this.#cut({ by: 'client', error: undefined }));
    client.once('close', () => this.#cut({ by: this.#serverLeaves ? 'upstream' : 'client', error: undefined }));
    upstream.once('error', (error) => this.#cut({ by: 'upstream', error }));
    upstream.once('end', () => this.#serverClosed());
    upstream.once('close', () => this.#serverClosed());
  }

  #joinSessions(to: Upstream): void {
    this.#client.setLocalWindowSize(WINDOW_BYTES);
    this.#client.on('error', (error) => this.#cut({ by: 'client', error }));
    this.#client.on('stream', (stream, headers) => {
      const call = new RelayedCall(stream, headers, {
        upstream: this.#upstream,
        headers: to.headers ?? {},
        observer: this.#observer.call(headers[':path'] ?? ''),
        ended: (ended) => this.#calls.delete(ended),
      });
      this.#calls.add(call);
      call.start();
    });
    this.#client.on('ping', (payload: Buffer) => this.#forwardPing(payload));
    this.#upstream.once('connect', () => this.#upstream.setLocalWindowSize(WINDOW_BYTES));
    this.#upstream.on('error', (error) => this.#cut({ by: 'upstream', error }));
    this.#upstream.on('goaway', (code) => {
      if (code !== constants.NGHTTP2_NO_ERROR || this.#over || this.#client.destroyed) return;
      this.#serverLeaves = true;
      // Calls in flight finish; GOAWAY names the last call that was seen, so that the client repeats later ones
      // elsewhere. (The gentler GOAWAY with the highest possible id is no choice: nghttp2 then ignores later calls
      // without a word.)
      this.#client.close();
    });
  }

  /** The relay itself answers a PING to the client; the server must still show that it lives. */
  #forwardPing(payload: Buffer): void {
    if (this.#upstream.connecting || this.#upstream.destroyed) return;
    const timer = setTimeout(() => {
      this.#cut({ by: 'upstream', error: new Error(`No answer to a PING within ${PING_TIMEOUT_MS} ms`) });
    }, PING_TIMEOUT_MS);
    this.#pings.add(timer);
    this.#upstream.ping(payload, () => {
      clearTimeout(timer);
      this.#pings.delete(timer);
    });
  }

  #serverClosed(): void {
    const owesReplies = this.#calls.values().some((call) => call.awaitsServer);
    if (this.#serverLeaves && !owesReplies) return; // Replies that are held, or being written, reach the client first.
    const why = this.#serverLeaves ? 'before it had answered all calls' : 'without GOAWAY';
    this.#cut({ by: 'upstream', error: new Error(`The server closed the connection ${why}`) });
  }

  #cut(end: ConnectionEnd): void {
    if (this.#over) return;
    this.#over = true;
    for (const timer of this.#pings) clearTimeout(timer);
    const reset = isReset(end.error);
    for (const socket of [this.#sockets.client, this.#sockets.upstream]) {
      if (reset) resetConnection(socket);
      else socket.destroy();
    }
    for (const call of this.#calls) call.connectionGone();
    this.#observer.ended(end);
  }
}

/** Whether a connection ended by a reset or was refused: the connection joined to it ends the same way. */
export function isReset(error: Error | undefined): boolean {
  if (error === undefined || !('code' in error)) return false;
  return error.code === 'ECONNRESET' || error.code === 'ECONNREFUSED' || error.code === 'EPIPE';
}
