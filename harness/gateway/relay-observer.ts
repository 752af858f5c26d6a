import type { Fate } from '../model/crash-point.ts';

/** The reply of a buffered call, whole. */
export interface RelayedReply {
  readonly body: Buffer;
  readonly encoding: string | undefined;
  readonly grpcStatus: number | null;
  readonly grpcMessage: string | undefined;
}

/** How a call ended, as the transport knows it. */
export interface CallEnd {
  /**
   * `cancelled`: the client took it back; `broken`: a connection went, or the server reset the call; `lost`: the client
   * got UNAVAILABLE instead of the answer, because its observer wanted that.
   */
  readonly outcome: 'answered' | 'cancelled' | 'broken' | 'lost';
  /** Whether one of its two connections is gone. */
  readonly connectionGone: boolean;
  readonly requestBytes: number;
  readonly replyBytes: number;
  readonly grpcStatus: number | null;
  readonly grpcMessage: string | undefined;
}

/** Follows one call through the relay. */
export interface CallObserver {
  /** Whether the relay waits for whole bodies, so that the call can be read and held; else it streams. */
  readonly buffered: boolean;
  /** The request is complete (null if it streams); what this returns is awaited before it is sent on. */
  requested(body: Buffer | null, encoding: string | undefined): Promise<Fate> | undefined;
  /** The reply of a buffered call is complete; what this returns is awaited before it is sent on. */
  replied(reply: RelayedReply): Promise<Fate> | undefined;
  /** The reply is being written to the client. */
  delivering(): void;
  /** Called exactly once, at the end of the call. */
  ended(end: CallEnd): void;
}

/** How a connection ended: which side went first, and the error if it wasn't an orderly end. */
export interface ConnectionEnd {
  readonly by: 'client' | 'upstream' | 'gateway';
  readonly error: Error | undefined;
}

/** Follows one connection through the relay. */
export interface ConnectionObserver {
  call(path: string): CallObserver;
  /** Called once, after `ended` of every call of the connection. */
  ended(end: ConnectionEnd): void;
}
