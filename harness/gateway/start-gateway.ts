import { createServer, type Server, type Socket } from 'node:net';
import type { Interceptor } from '../model/crash-point.ts';
import type { Journal } from '../model/journal.ts';
import type { CallMoment } from '../model/moment.ts';
import type { Gateway, HeldCall, HeldTask } from '../model/stack.ts';
import { BoundaryDesk } from './boundary-desk.ts';
import { ConnectionBook } from './connection-book.ts';
import { HoldDesk } from './hold-desk.ts';
import { ParkedPolls } from './parked-polls.ts';
import { PollBook } from './poll-book.ts';
import { type CallDesk, RecordedCall } from './recorded-call.ts';
import type { ConnectionObserver } from './relay-observer.ts';
import { RelayedConnection, type Upstream } from './relayed-connection.ts';
import { type Holder, TaskRegistry } from './task-registry.ts';
import { WorkflowTaskNumbers } from './workflow-task-numbers.ts';

/** What a gateway needs. */
export interface GatewayOptions {
  /** `host:port` of Temporal's frontend. */
  readonly upstream: string;
  readonly journal: Journal;
}

/** A gateway and the means to run it. */
export interface GatewayServer extends Gateway {
  /**
   * Opens a listener for one component, so that whose call it is needs no guessing; resolves with its port.
   *
   * @param host - the address to listen on; 127.0.0.1 unless the component can't reach that
   */
  listen(component: string, host?: string): Promise<number>;
  /** Which life of the component connections belong to that are opened from now on; 1 until said otherwise. */
  setIncarnation(component: string, incarnation: number): void;
  /** Resolves once that incarnation has polled, so that it can be handed work; rejects when the signal aborts. */
  firstPoll(component: string, incarnation: number, signal: AbortSignal): Promise<void>;
  /** Closes every listener, cuts every connection and journals what was still open. */
  close(): Promise<void>;
}

/**
 * Starts the relay that sees each gRPC call between the workers and Temporal.
 *
 * @remarks It speaks HTTP/2 without TLS on both sides and assumes nothing about the workers' language.
 * @throws TypeError where `upstream` is no `host:port`.
 */
export async function startGateway({ upstream, journal }: GatewayOptions): Promise<GatewayServer> {
  const { hostname, port } = new URL(`http://${upstream}`);
  return new RunningGateway({ host: hostname, port: Number(port) }, journal);
}

class RunningGateway implements GatewayServer {
  readonly #upstream: Upstream;
  readonly #desk: CallDesk;
  readonly #book: ConnectionBook;
  readonly #servers: Server[] = [];
  readonly #incarnations = new Map<string, number>();
  readonly #connections = new Set<RelayedConnection>();
  readonly #calls = new Set<RecordedCall>();
  #lastCall = 0;

  constructor(upstream: Upstream, journal: Journal) {
    this.#upstream = upstream;
    this.#book = new ConnectionBook(journal);
    this.#desk = {
      journal,
      holds: new HoldDesk(journal),
      boundaries: new BoundaryDesk(journal),
      tasks: new TaskRegistry(),
      numbers: new WorkflowTaskNumbers(),
      polls: new PollBook(),
      parked: new ParkedPolls(),
      nextCall: () => (this.#lastCall += 1),
    };
  }

  async listen(component: string, host = '127.0.0.1'): Promise<number> {
    const server = createServer({ noDelay: true }, (socket) => this.#accept(socket, component));
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    server.once('error', reject);
    server.listen(0, host, () => resolve(undefined));
    await promise;
    this.#servers.push(server);
    const address = server.address();
    if (address === null || typeof address === 'string') throw new TypeError('Expected a TCP address of the listener.');
    return address.port;
  }

  setIncarnation(component: string, incarnation: number): void {
    this.#incarnations.set(component, incarnation);
  }

  hold(moment: CallMoment, signal: AbortSignal): Promise<HeldCall> {
    return this.#desk.holds.arm(moment, signal);
  }

  intercept(interceptor: Interceptor): Disposable {
    return this.#desk.boundaries.intercept(interceptor);
  }

  park(component: string, parked: boolean): void {
    this.#desk.parked.park(component, parked);
  }

  /** Only of incarnations that are connected now: what a dead one took with it, it no longer holds. */
  heldTasks(): readonly HeldTask[] {
    return this.#desk.tasks.held().filter((task) => this.#book.isOpen(task));
  }

  openCalls(): number {
    return this.#calls.values().reduce((count, call) => count + (call.isWork ? 1 : 0), 0);
  }

  connectionsClosed(component: string, incarnation: number, signal: AbortSignal): Promise<void> {
    return this.#book.allClosed({ component, incarnation }, signal);
  }

  firstPoll(component: string, incarnation: number, signal: AbortSignal): Promise<void> {
    return this.#desk.polls.firstPoll({ component, incarnation }, signal);
  }

  async close(): Promise<void> {
    const closed = this.#servers.map(async (server) => {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      server.close(() => resolve(undefined));
      await promise;
    });
    for (const connection of this.#connections) connection.destroy();
    this.#desk.holds.close();
    await Promise.all(closed);
  }

  #accept(socket: Socket, component: string): void {
    const owner: Holder = { component, incarnation: this.#incarnations.get(component) ?? 1 };
    this.#book.opened(owner);
    const observer = this.#observe(owner, () => this.#connections.delete(connection));
    const connection = new RelayedConnection(socket, this.#upstream, observer);
    this.#connections.add(connection);
  }

  #observe(owner: Holder, forget: () => void): ConnectionObserver {
    let lost = 0;
    return {
      call: (path) => {
        const call = new RecordedCall(path, owner, this.#desk);
        this.#calls.add(call);
        return {
          buffered: call.buffered,
          requested: (body, encoding) => call.requested(body, encoding),
          replied: (reply) => call.replied(reply),
          delivering: () => call.delivering(),
          ended: (end) => {
            this.#calls.delete(call);
            if (end.connectionGone && end.outcome === 'broken' && call.isWork) lost += 1;
            call.ended(end);
          },
        };
      },
      ended: (end) => {
        forget();
        this.#book.closed(owner, end, lost);
      },
    };
  }
}
