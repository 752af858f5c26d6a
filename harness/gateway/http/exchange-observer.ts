import type { Fate } from '../../model/crash-point.ts';

/** A request that has come whole, or of which there is so much that its body is shown by its beginning. */
export interface WholeRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** By name in lower case; what came several times is joined. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A reply that is there. */
export interface SeenReply {
  readonly status: number;
  /** By name in lower case; what came several times is joined. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** How an exchange ended, as the transport knows it. */
export interface ExchangeEnd {
  /** `broken`: a connection went; `lost`: the client's connection was reset, because the observer wanted that. */
  readonly outcome: 'answered' | 'broken' | 'lost';
  /** The facts of a reply that came whole. */
  readonly status: number | null;
  readonly requestBytes: number;
  readonly replyBytes: number;
}

/** Follows one request and its reply through the relay. */
export interface ExchangeObserver {
  /** The request is there; what this returns is awaited before it is sent on. */
  requested(request: WholeRequest): Promise<Fate> | undefined;
  /**
   * The reply is there, whole or as much of it as is waited for; what this returns is awaited before any of it is sent on.
   */
  replied(reply: SeenReply): Promise<Fate> | undefined;
  /** Called exactly once, at the end of the exchange. */
  ended(end: ExchangeEnd): void;
}
