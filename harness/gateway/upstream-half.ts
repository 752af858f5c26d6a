import { type ClientHttp2Session, type ClientHttp2Stream, constants, type IncomingHttpHeaders } from 'node:http2';
import { grpcMessageTextOf, grpcStatusOf } from './grpc-frame.ts';

/** The half of a call that goes on to the server: its stream, and what has come back on it so far. */
export class UpstreamHalf {
  readonly stream: ClientHttp2Stream;
  #head: IncomingHttpHeaders = {};
  #trailers: IncomingHttpHeaders | undefined;
  #trailersOnly = false;
  #complete = false;
  #replyBytes = 0;

  /** @throws Error if the session takes no more streams or the headers cannot be sent. */
  constructor(session: ClientHttp2Session, headers: IncomingHttpHeaders) {
    this.stream = session.request(headers, { endStream: false });
    // Nothing to do here: `close` follows every error and carries the reset's code.
    this.stream.on('error', () => undefined);
    this.stream.once('response', (head, flags) => {
      this.#head = head;
      this.#trailersOnly = (flags & constants.NGHTTP2_FLAG_END_STREAM) !== 0;
    });
    this.stream.once('trailers', (trailers: IncomingHttpHeaders) => {
      this.#trailers = trailers;
    });
    this.stream.on('data', (chunk: Buffer) => {
      this.#replyBytes += chunk.length;
    });
    this.stream.once('end', () => {
      this.#complete = this.stream.rstCode === constants.NGHTTP2_NO_ERROR;
    });
  }

  get head(): IncomingHttpHeaders {
    return this.#head;
  }

  get trailers(): IncomingHttpHeaders {
    return this.#trailers ?? {};
  }

  /** Whether the reply is headers and nothing else, as gRPC answers an error at once. */
  get trailersOnly(): boolean {
    return this.#trailersOnly;
  }

  /** Whether the whole reply has come. */
  get complete(): boolean {
    return this.#complete;
  }

  get replyBytes(): number {
    return this.#replyBytes;
  }

  /** The gRPC status as far as it has come. */
  status(): { grpcStatus: number | null; grpcMessage: string | undefined } {
    const headers = this.#trailers ?? this.#head;
    return { grpcStatus: grpcStatusOf(headers), grpcMessage: grpcMessageTextOf(headers) };
  }

  /** Takes the call back, where the server still works on it. */
  cancel(): void {
    if (!this.stream.closed) this.stream.close(constants.NGHTTP2_CANCEL);
  }
}
