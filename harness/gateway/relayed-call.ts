import { type ClientHttp2Session, constants, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { Fate } from '../model/crash-point.ts';
import type { CallEnd, CallObserver } from './relay-observer.ts';
import { UpstreamHalf } from './upstream-half.ts';

const { NGHTTP2_CANCEL, NGHTTP2_INTERNAL_ERROR, NGHTTP2_NO_ERROR, NGHTTP2_REFUSED_STREAM } = constants;

/** gRPC's UNAVAILABLE, upon which a client may try again. */
const LOST = { 'grpc-status': '14', 'grpc-message': 'The answer was lost on the way.' };

/** The parts of its connection that a relayed call needs. */
export interface CallContext {
  readonly upstream: ClientHttp2Session;
  /** Headers for the server over the client's. */
  readonly headers: IncomingHttpHeaders;
  readonly observer: CallObserver;
  /** Called once when the call has ended. */
  readonly ended: (call: RelayedCall) => void;
}

/**
 * One call: a stream from the client joined to a stream to the server.
 *
 * @remarks Buffered, both bodies are gathered whole, shown to the observer, and sent on untouched when it agrees; else
 * the bytes flow through as they come. A reset on one side becomes the same reset on the other.
 */
export class RelayedCall {
  readonly #stream: ServerHttp2Stream;
  readonly #headers: IncomingHttpHeaders;
  readonly #context: CallContext;
  #upstream: UpstreamHalf | undefined;
  #requestBytes = 0;
  #delivered = false;
  #lost = false;
  #over = false;

  constructor(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, context: CallContext) {
    this.#stream = stream;
    this.#headers = headers;
    this.#context = context;
    // Nothing to do here: `close` follows every error and carries the reset's code.
    stream.on('error', () => undefined);
    stream.once('close', () => this.#clientClosed());
    stream.on('data', (chunk: Buffer) => {
      this.#requestBytes += chunk.length;
    });
  }

  /** Begins to relay; apart from construction, because the call may be over before this returns. */
  start(): void {
    if (this.#context.observer.buffered) this.#gatherRequest();
    else this.#streamThrough();
  }

  /** Whether the server still owes a reply, or the rest of it. */
  get awaitsServer(): boolean {
    return !this.#over && this.#upstream?.complete === false;
  }

  /** One of the two connections is gone: nothing more is sent on either side. */
  connectionGone(): void {
    this.#end(this.#delivered && this.#stream.writableFinished ? 'answered' : 'broken', { connectionGone: true });
  }

  #gatherRequest(): void {
    const chunks: Buffer[] = [];
    this.#stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    this.#stream.once('end', () => {
      if (this.#over || this.#stream.aborted) return;
      const body = Buffer.concat(chunks);
      const held = this.#context.observer.requested(body, encodingOf(this.#headers));
      this.#after(held, () => this.#gatherReply(body));
    });
  }

  #gatherReply(body: Buffer): void {
    const upstream = this.#open();
    if (upstream === undefined) return;
    upstream.stream.end(body);
    const chunks: Buffer[] = [];
    upstream.stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    upstream.stream.once('end', () => {
      if (this.#over || !upstream.complete) return;
      const reply = { body: Buffer.concat(chunks), encoding: encodingOf(upstream.head), ...upstream.status() };
      this.#after(this.#context.observer.replied(reply), () => {
        if (this.#respond(upstream) && !upstream.trailersOnly) this.#stream.end(reply.body);
      });
    });
  }

  #streamThrough(): void {
    this.#stream.once('end', () => {
      void this.#context.observer.requested(null, undefined); // Nothing holds a call that streams.
    });
    const upstream = this.#open();
    if (upstream === undefined) return;
    this.#stream.pipe(upstream.stream);
    upstream.stream.once('response', () => {
      if (!this.#over && this.#respond(upstream) && !upstream.trailersOnly) upstream.stream.pipe(this.#stream);
    });
  }

  /** At once where nothing holds the call, so that the common case costs no extra turn of the event loop. */
  #after(held: Promise<Fate> | undefined, next: () => void): void {
    if (held === undefined) next();
    else void this.#onceReleased(held, next);
  }

  async #onceReleased(held: Promise<Fate>, next: () => void): Promise<void> {
    const fate = await held;
    if (this.#over) return;
    if (fate === 'pass') next();
    else this.#lose();
  }

  /** Tells the client, on this call only, what it would hear had the way to the server failed. */
  #lose(): void {
    if (this.#stream.closed || this.#stream.destroyed) return; // Only the stream's `close` is still to come.
    this.#lost = true;
    this.#stream.respond({ ':status': 200, 'content-type': 'application/grpc', ...LOST }, { endStream: true });
  }

  /** Opens the upstream half; undefined if there is no upstream to take it any more. */
  #open(): UpstreamHalf | undefined {
    const session = this.#context.upstream;
    if (session.closed || session.destroyed) {
      // The server is going away and hasn't seen the call: the client may safely try again on another connection.
      this.#reset(NGHTTP2_REFUSED_STREAM, 'The server is going away and takes no more calls on this connection.');
      return undefined;
    }
    try {
      const upstream = new UpstreamHalf(session, { ...this.#headers, ...this.#context.headers });
      this.#upstream = upstream;
      upstream.stream.once('close', () => {
        const code = upstream.stream.rstCode;
        if (!upstream.complete)
          this.#reset(code || NGHTTP2_CANCEL, `The server reset the call with HTTP/2 code ${code}.`);
      });
      return upstream;
    } catch (error) {
      this.#reset(NGHTTP2_INTERNAL_ERROR, `The call could not be sent on: ${String(error)}`);
      return undefined;
    }
  }

  /** False where the client has taken the call back and only the stream's `close` is still to come. */
  #respond(upstream: UpstreamHalf): boolean {
    if (this.#stream.closed || this.#stream.destroyed) return false;
    this.#context.observer.delivering();
    this.#delivered = true;
    const { head, trailersOnly } = upstream;
    const options = { endStream: trailersOnly, waitForTrailers: !trailersOnly, sendDate: false };
    this.#stream.once('wantTrailers', () => this.#stream.sendTrailers(upstream.trailers));
    this.#stream.respond(head, options);
    return true;
  }

  #clientClosed(): void {
    const answered = this.#delivered && this.#stream.rstCode === NGHTTP2_NO_ERROR;
    this.#end(answered ? 'answered' : 'cancelled');
  }

  #reset(code: number, failure: string): void {
    this.#end('broken', { failure });
    this.#stream.close(code);
  }

  #end(outcome: CallEnd['outcome'], how: { connectionGone?: boolean; failure?: string } = {}): void {
    if (this.#over) return;
    this.#over = true;
    this.#upstream?.cancel();
    const { grpcStatus, grpcMessage } = this.#upstream?.status() ?? { grpcStatus: null, grpcMessage: undefined };
    this.#context.observer.ended({
      outcome: this.#lost ? 'lost' : outcome,
      connectionGone: how.connectionGone ?? false,
      requestBytes: this.#requestBytes,
      replyBytes: this.#upstream?.replyBytes ?? 0,
      grpcStatus,
      grpcMessage: grpcMessage ?? how.failure,
    });
    this.#context.ended(this);
  }
}

function encodingOf(headers: IncomingHttpHeaders): string | undefined {
  const encoding = headers['grpc-encoding'];
  return typeof encoding === 'string' ? encoding : undefined;
}
