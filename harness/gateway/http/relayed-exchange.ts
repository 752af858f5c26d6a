import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import type { Fate } from '../../model/crash-point.ts';
import type { ExchangeEnd, ExchangeObserver } from './exchange-observer.ts';
import { askService, type ServiceWay, type WholeReply } from './upstream-exchange.ts';

/** The parts of its connection that an exchange needs. */
export interface ExchangeContext {
  readonly way: ServiceWay;
  readonly observer: ExchangeObserver;
  /** Ends the client's connection as a network would: by a reset. */
  readonly reset: (why: Error | undefined) => void;
  /** Called once when the exchange has ended. */
  readonly ended: (exchange: RelayedExchange) => void;
}

/**
 * One request and its reply: each gathered whole, shown to the observer, and sent on as it came when it agrees.
 *
 * @remarks The headers are passed on unchanged, even those of the connection, because each client connection has a
 * separate one to the service. Trailers are not, and upgrades are refused.
 */
export class RelayedExchange {
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #context: ExchangeContext;
  #sent: ClientRequest | undefined;
  #reply: WholeReply | undefined;
  #requestBytes = 0;
  #over = false;

  constructor(request: IncomingMessage, response: ServerResponse, context: ExchangeContext) {
    this.#request = request;
    this.#response = response;
    this.#context = context;
  }

  start(): void {
    const chunks: Buffer[] = [];
    // Nothing to do here: the end of the connection follows, and reports it.
    this.#request.on('error', () => undefined);
    this.#response.on('error', () => undefined);
    this.#request.on('data', (chunk: Buffer) => {
      this.#requestBytes += chunk.length;
      chunks.push(chunk);
    });
    this.#request.once('end', () => {
      if (!this.#over && this.#request.complete) void this.#relay(Buffer.concat(chunks));
    });
  }

  /** The client's connection is gone: nothing more is sent on either side. */
  connectionGone(): void {
    this.#end('broken');
  }

  async #relay(body: Buffer): Promise<void> {
    const { method = '', url: path = '', rawHeaders } = this.#request;
    const { observer, way } = this.#context;
    const headers = joined(this.#request.headers);
    if (!(await this.#goesOn(observer.requested({ method, path, headers, body })))) return;
    try {
      this.#reply = await askService({ method, path, rawHeaders, body }, way, (sent) => {
        this.#sent = sent;
      });
    } catch (error) {
      this.#fail(error);
      return;
    }
    if (this.#over) return;
    if (await this.#goesOn(observer.replied())) this.#respond(this.#reply);
  }

  /** Whether the exchange goes on once it is let go: not where it is over meanwhile, nor where it is to be lost. */
  async #goesOn(held: Promise<Fate> | undefined): Promise<boolean> {
    if (held === undefined) return true;
    const fate = await held;
    if (this.#over) return false;
    if (fate === 'pass') return true;
    this.#end('lost');
    this.#context.reset(undefined);
    return false;
  }

  #respond({ status, reason, rawHeaders, body }: WholeReply): void {
    this.#response.sendDate = false;
    // Only the headers that Node would add by itself; the service's connection headers are passed on.
    this.#response.removeHeader('connection');
    this.#response.once('finish', () => this.#end('answered'));
    try {
      this.#response.writeHead(status, reason, [...rawHeaders]);
      this.#response.end(body);
    } catch (error) {
      this.#fail(error); // What Node reads it doesn't always agree to write.
    }
  }

  #fail(error: unknown): void {
    if (this.#over) return; // The service's side was destroyed, because the client went.
    this.#end('broken');
    this.#context.reset(error instanceof Error ? error : new Error(String(error)));
  }

  #end(outcome: ExchangeEnd['outcome']): void {
    if (this.#over) return;
    this.#over = true;
    if (this.#reply === undefined) this.#sent?.destroy();
    this.#context.observer.ended({
      outcome,
      status: this.#reply?.status ?? null,
      requestBytes: this.#requestBytes,
      replyBytes: this.#reply?.body.length ?? 0,
    });
    this.#context.ended(this);
  }
}

function joined(headers: IncomingMessage['headers']): Record<string, string> {
  const texts = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return Object.fromEntries(texts) as Record<string, string>;
}
