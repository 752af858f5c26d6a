import { Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent as TlsAgent } from 'node:https';
import type { Socket } from 'node:net';
import type { ConnectionEnd } from '../relay-observer.ts';
import { isReset } from '../relayed-connection.ts';
import { resetConnection } from '../tls/tls-sockets.ts';
import { connectService } from './connect-service.ts';
import type { ExchangeObserver } from './exchange-observer.ts';
import { RelayedExchange } from './relayed-exchange.ts';
import type { ServiceUpstream } from './service-upstream.ts';

/** Follows one connection of a client through the relay. */
export interface HttpConnectionObserver {
  exchange(): ExchangeObserver;
  /** All that follows on the connection is passed on unread. */
  unread(what: UnreadConnection): void;
  /** Called once, after `ended` of every exchange of the connection. */
  ended(end: ConnectionEnd): void;
}

/** A connection that can't be read as requests and replies. */
export interface UnreadConnection {
  /** `HTTP/2`, `no HTTP`, or the protocol that the client asks to go on in, such as `websocket`. */
  readonly protocol: string;
  /** Of the request that asks for it, without its query; left out: the connection began so. */
  readonly path?: string;
}

const ONE = { keepAlive: true, maxSockets: 1, maxFreeSockets: 1 };

/**
 * Keeps the one connection to the service for as long as the service does, and ignores the hints that it gives to
 * clients.
 */
class OneConnection extends Agent {
  override keepSocketAlive(): boolean {
    return true;
  }
}

/** The same by TLS. */
class OneTlsConnection extends TlsAgent {
  override keepSocketAlive(): boolean {
    return true;
  }
}

/**
 * One client connection with one to the service, at a time: a cut on one side is a cut on the other.
 *
 * @remarks The relay itself never ends an idle one: else a client would now and then lose a request to the relay.
 */
export class RelayedHttpConnection {
  readonly #socket: Socket;
  readonly #to: ServiceUpstream;
  readonly #observer: HttpConnectionObserver;
  readonly #agent: Agent;
  readonly #exchanges = new Set<RelayedExchange>();
  readonly #upstreams = new Set<Socket>();
  #serviceLeft = false;
  #turn: Promise<unknown> = Promise.resolve();
  #end: ConnectionEnd = { by: 'client', error: undefined };

  constructor(socket: Socket, to: ServiceUpstream, observer: HttpConnectionObserver) {
    this.#socket = socket;
    this.#to = to;
    this.#agent = to.tls ? new OneTlsConnection(ONE) : new OneConnection(ONE);
    this.#observer = observer;
    socket.once('error', (error) => {
      if (this.#end.error === undefined) this.#end = { ...this.#end, error };
    });
    // A client that has said its last word doesn't wait for an answer: it has died, or given up.
    socket.once('end', () => socket.destroy());
    socket.once('close', () => this.#closed());
  }

  /** Begins to relay a request that has begun to come. */
  exchange(request: IncomingMessage, response: ServerResponse): void {
    const turn = this.#turn;
    const over = Promise.withResolvers<undefined>();
    this.#turn = over.promise;
    const exchange = new RelayedExchange(request, response, {
      turn,
      way: { agent: this.#agent, to: this.#to, connected: (upstream) => this.#connected(upstream) },
      observer: this.#observer.exchange(),
      reset: (why) =>
        this.#cut(why === undefined ? { by: 'gateway', error: undefined } : { by: 'upstream', error: why }),
      ended: (ended) => {
        this.#exchanges.delete(ended);
        if (this.#serviceLeft && this.#exchanges.size === 0) this.#socket.end();
        // Requests that follow on a connection which ends are not for the service.
        if (this.#socket.writable) over.resolve(undefined);
      },
    });
    this.#exchanges.add(exchange);
    exchange.start();
  }

  /**
   * Joins the client with the service byte for byte from now on.
   *
   * @param before - the bytes that the service gets first
   */
  passUnread(what: UnreadConnection, before: Buffer): void {
    this.#observer.unread(what);
    const service = connectService(this.#to, what.protocol === 'HTTP/2' ? 'h2' : 'http/1.1');
    this.#upstreams.add(service);
    service.once('error', (error) => this.#cut({ by: 'upstream', error }));
    service.once('close', () => {
      this.#end = { ...this.#end, by: 'upstream' };
      this.#socket.destroySoon();
    });
    service.write(before);
    this.#socket.pipe(service).pipe(this.#socket);
  }

  /** Cuts both sides now. */
  destroy(): void {
    this.#end = { by: 'gateway', error: undefined };
    this.#socket.destroy();
  }

  #connected(upstream: Socket): void {
    this.#serviceLeft = false;
    if (this.#upstreams.has(upstream)) return;
    this.#upstreams.add(upstream);
    upstream.once('close', () => {
      this.#upstreams.delete(upstream);
      this.#serviceLeft = true;
      if (this.#exchanges.size > 0 || this.#socket.destroyed) return;
      this.#end = { by: 'upstream', error: undefined };
      this.#socket.destroy();
    });
  }

  #cut(end: ConnectionEnd): void {
    if (this.#socket.destroyed) return;
    this.#end = end;
    if (end.by === 'gateway' || isReset(end.error)) resetConnection(this.#socket);
    else this.#socket.destroy();
  }

  #closed(): void {
    for (const exchange of this.#exchanges) exchange.connectionGone();
    this.#agent.destroy();
    for (const upstream of this.#upstreams) upstream.destroy();
    this.#observer.ended(this.#end);
  }
}
