import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import type { Fate } from '../../model/crash-point.ts';
import type { ExchangeEnd, ExchangeObserver, SeenReply } from './exchange-observer.ts';
import { type Gathered, gather } from './gather.ts';
import { headersForHttp10 } from './sent-headers.ts';
import { askService, type ServiceReply, type ServiceWay } from './upstream-exchange.ts';

/** The parts of its connection that an exchange needs. */
export interface ExchangeContext {
  readonly way: ServiceWay;
  readonly observer: ExchangeObserver;
  /** Ends the client's connection as a network would: by a reset. Comes before `ended`, which may end it in good order. */
  readonly reset: (why: Error | undefined) => void;
  /** Resolves once the exchanges before it on its connection are over: a service gets them one after the other. */
  readonly turn: Promise<unknown>;
  /** Called once when the exchange has ended. */
  readonly ended: (exchange: RelayedExchange) => void;
}

/**
 * One request and its reply: each gathered whole, shown to the observer, and sent on as it came when it agrees.
 *
 * @remarks The headers are passed on unchanged, even those of the connection, because each client connection has a
 * separate one to the service. Trailers are not. A body that is too long, or a reply that takes too long, is shown by its
 * beginning; its rest is passed on as it comes.
 */
export class RelayedExchange {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #context: ExchangeContext;
  #sent: ClientRequest | undefined;
  #reply: ServiceReply | undefined;
  #requestBytes = 0;
  #replyBytes = 0;
  #over = false;

  constructor(request: IncomingMessage, response: ServerResponse, context: ExchangeContext) {
    this.#request = request;
    this.#response = response;
    this.#context = context;
  }

  start(): void {
    // Nothing to do here: the end of the connection follows, and reports it.
    this.#request.on('error', () => undefined);
    this.#response.on('error', () => undefined);
    this.#request.on('data', (chunk: Buffer) => {
      this.#requestBytes += chunk.length;
    });
    void this.#relay();
  }

  /** The client's connection is gone: nothing more is sent on either side. */
  connectionGone(): void {
    this.#end('broken');
  }

  async #relay(): Promise<void> {
    const request = await gather(this.#request).catch(() => null);
    await this.#context.turn;
    if (request === null || this.#over) return;
    const { method = '', url: path = '', rawHeaders } = this.#request;
    const { observer, way } = this.#context;
    const headers = joined(this.#request.headers);
    if (!(await this.#goesOn(observer.requested({ method, path, headers, body: request.body })))) return;
    try {
      this.#reply = await askService({ method, path, rawHeaders, ...request }, way, (sent) => {
        this.#sent = sent;
      });
    } catch (error) {
      this.#fail(error);
      return;
    }
    this.#replyBytes = this.#reply.body.length;
    if (this.#over) return;
    if (await this.#goesOn(observer.replied(seenOf(this.#reply)))) this.#respond(this.#reply);
  }

  /** Whether the exchange goes on once it is let go: not where it is over meanwhile, nor where it is to be lost. */
  async #goesOn(held: Promise<Fate> | undefined): Promise<boolean> {
    if (held === undefined) return true;
    const fate = await held;
    if (this.#over) return false;
    if (fate === 'pass') return true;
    this.#context.reset(undefined);
    this.#end('lost');
    return false;
  }

  #respond(reply: ServiceReply): void {
    const { status, reason, rawHeaders } = reply;
    this.#response.sendDate = false;
    // Only the headers that Node would add by itself; the service's connection headers are passed on.
    this.#response.removeHeader('connection');
    this.#response.once('finish', () => this.#end('answered'));
    const headers = this.#request.httpVersion === '1.0' ? headersForHttp10(rawHeaders) : [...rawHeaders];
    try {
      this.#response.writeHead(status, reason, headers);
      this.#sendBody(reply);
    } catch (error) {
      this.#fail(error); // What Node reads it doesn't always agree to write.
    }
  }

  #sendBody({ body, rest }: Gathered): void {
    if (rest === null) {
      this.#response.end(body);
      return;
    }
    this.#response.write(body);
    rest.on('data', (chunk: Buffer) => {
      this.#replyBytes += chunk.length;
    });
    rest.once('error', (error) => this.#fail(error));
    rest.pipe(this.#response);
  }

  #fail(error: unknown): void {
    if (this.#over) return; // The service's side was destroyed, because the client went.
    this.#context.reset(error instanceof Error ? error : new Error(String(error)));
    this.#end('broken');
  }

  #end(outcome: ExchangeEnd['outcome']): void {
    if (this.#over) return;
    this.#over = true;
    // Of a whole reply the service has nothing more to say, and its connection serves the next request.
    if (this.#reply === undefined || (this.#reply.rest !== null && outcome !== 'answered')) this.#sent?.destroy();
    this.#context.observer.ended({
      outcome,
      status: this.#reply?.status ?? null,
      requestBytes: this.#requestBytes,
      replyBytes: this.#replyBytes,
    });
    this.#context.ended(this);
  }
}

function seenOf({ status, headers, body }: ServiceReply): SeenReply {
  return { status, headers: joined(headers), body };
}

function joined(headers: IncomingMessage['headers']): Record<string, string> {
  const texts = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return Object.fromEntries(texts) as Record<string, string>;
}
