import type { Server, Socket } from 'node:net';
import type { Interceptor } from '../model/crash-point.ts';
import type { ReadDetails } from '../model/data-converter.ts';
import type { Journal } from '../model/journal.ts';
import type { CallMoment } from '../model/moment.ts';
import { type LinkEnd, linkName } from '../model/plan.ts';
import type { Gateway, HeldCall, HeldTask } from '../model/stack.ts';
import type { TlsIdentity } from '../model/tls.ts';
import { ActivityOrdinals } from './activity-ordinals.ts';
import { BoundaryDispatcher } from './boundary-dispatcher.ts';
import { CallHolds } from './call-holds.ts';
import { ConnectionTracker } from './connection-tracker.ts';
import { ExecutionNames } from './execution-names.ts';
import { type AttributeRequest, Attribution } from './http/attribution.ts';
import type { ExchangeRules } from './http/exchange-facts.ts';
import { type HttpRelay, makeHttpRelay } from './http/http-relay.ts';
import { observeHttpConnection } from './http/observe-http-connection.ts';
import { serviceUpstream } from './http/service-upstream.ts';
import { observeConnection } from './observe-connection.ts';
import { ParkedPolls } from './parked-polls.ts';
import { PollTracker } from './poll-tracker.ts';
import type { GatewayServices, RecordedCall } from './recorded-call.ts';
import type { ConnectionObserver } from './relay-observer.ts';
import { RelayedConnection, type Upstream } from './relayed-connection.ts';
import { type StartsListener, type StartsWatch, startsSeenConnection } from './starts-seen.ts';
import { type Holder, TaskRegistry } from './task-registry.ts';
import { type TemporalEnd, temporalUpstream } from './temporal-upstream.ts';
import type { Admission } from './tls/admit.ts';
import { grpcServer } from './tls/grpc-server.ts';
import { unrecordedConnection } from './unrecorded-connection.ts';
import { WorkflowTaskNumbers } from './workflow-task-numbers.ts';

/** The options of a gateway. */
export interface GatewayOptions extends TemporalEnd {
  readonly journal: Journal;
  /** Names the activity that makes a request to a service; left out: the one that its sender holds. */
  readonly attribute?: AttributeRequest;
  /** How exchanges with services are read; left out: by their methods. */
  readonly rules?: ExchangeRules;
  /** Reads heartbeat details that the system encodes; left out: they are not read. */
  readonly readDetails?: ReadDetails | undefined;
}

/** The target of an HTTP listener. */
export interface HttpUpstream {
  /** The name of the service, by which the link is named. */
  readonly link: LinkEnd;
  /** `host:port` of a service of the run's; or the URL of one beyond it, which is then asked by its own name. */
  readonly upstream: string;
  /** The address to listen on; 127.0.0.1 unless the component can't reach that. */
  readonly host?: string;
  /** The service is no part of the run that has a certificate of it: TLS is spoken only if its URL says so. */
  readonly plain?: true;
}

/** A gateway and the means to run it. */
export interface GatewayServer extends Gateway {
  /**
   * Opens a listener for one component, so that whose call it is needs no guessing; resolves with its port.
   *
   * @param host - the address to listen on; 127.0.0.1 unless the component can't reach that
   */
  listen(component: string, host?: string): Promise<number>;
  /**
   * Opens a listener that relays HTTP/1.1 to a service, for one link of one component; resolves with its port.
   *
   * @param to - `host` as above
   */
  listenHttp(component: string, to: HttpUpstream): Promise<number>;
  /** Opens a listener on 127.0.0.1 for the harness itself, whose calls are relayed and not recorded; resolves with its port. */
  listenUnrecorded(): Promise<number>;
  /** Opens such a listener for a program that starts workflows, and tells which. */
  listenForStarts(watch: StartsWatch): Promise<StartsListener>;
  /** The life of the component that new connections belong to from now on; initially 1. */
  setIncarnation(component: string, incarnation: number): void;
  /** Closes every listener, cuts every connection and journals what was still open. */
  close(): Promise<void>;
}

/**
 * Starts the relay that sees each gRPC call between the workers and Temporal.
 *
 * @remarks It speaks HTTP/2 on both sides, by TLS if asked, and assumes nothing about the workers' language.
 * @throws TypeError if `upstream` is no `host:port`.
 */
export async function startGateway(options: GatewayOptions): Promise<GatewayServer> {
  return new RunningGateway(temporalUpstream(options), options);
}

class RunningGateway implements GatewayServer {
  readonly #upstream: Upstream;
  readonly #services: GatewayServices;
  readonly #book: ConnectionTracker;
  readonly #attribution: Attribution;
  readonly #identity: TlsIdentity | undefined;
  readonly #beyond: boolean;
  readonly #rules: ExchangeRules;
  readonly #servers: Server[] = [];
  readonly #relays: HttpRelay[] = [];
  readonly #incarnations = new Map<string, number>();
  readonly #connections = new Set<RelayedConnection>();
  readonly #calls = new Set<RecordedCall>();
  #lastCall = 0;

  constructor(upstream: Upstream, { journal, attribute, tls, beyond, readDetails, rules = {} }: GatewayOptions) {
    this.#upstream = upstream;
    this.#beyond = beyond !== undefined;
    this.#identity = tls?.identity;
    this.#rules = rules;
    this.#book = new ConnectionTracker(journal);
    this.#services = {
      journal,
      holds: new CallHolds(journal),
      boundaries: new BoundaryDispatcher(journal),
      tasks: new TaskRegistry(),
      numbers: new WorkflowTaskNumbers(),
      ordinals: new ActivityOrdinals(),
      executions: new ExecutionNames(),
      polls: new PollTracker(),
      parked: new ParkedPolls(),
      mayPoll: beyond?.mayPoll,
      readDetails,
      nextCall: () => (this.#lastCall += 1),
    };
    this.#attribution = new Attribution(attribute, this.#services);
  }

  async listen(component: string, host = '127.0.0.1'): Promise<number> {
    const tls = this.#admission(component, 'temporal');
    return this.#open(
      grpcServer(tls, (socket) => this.#accept(socket, component)),
      host,
    );
  }

  async listenUnrecorded(): Promise<number> {
    return this.#open(this.#unrecorded(unrecordedConnection), '127.0.0.1');
  }

  async listenForStarts(watch: StartsWatch): Promise<StartsListener> {
    const server = this.#unrecorded((forget) => startsSeenConnection(watch, forget));
    const port = await this.#open(server, '127.0.0.1');
    return { port, close: () => void server.close() };
  }

  async listenHttp(component: string, { link, upstream, host = '127.0.0.1', plain }: HttpUpstream): Promise<number> {
    const to = serviceUpstream(upstream, plain === true ? undefined : this.#identity);
    const beyond = to.authority !== undefined;
    const services = { ...this.#services, attribution: this.#attribution, rules: this.#rules, link, beyond };
    const relay = makeHttpRelay(
      to,
      () => observeHttpConnection(this.#ownerOf(component), { services, book: this.#book }),
      this.#admission(component, link),
    );
    this.#relays.push(relay);
    return this.#open(relay.server, host);
  }

  setIncarnation(component: string, incarnation: number): void {
    this.#incarnations.set(component, incarnation);
  }

  hold(moment: CallMoment, signal: AbortSignal): Promise<HeldCall> {
    return this.#services.holds.arm(moment, signal);
  }

  intercept(interceptor: Interceptor): Disposable {
    return this.#services.boundaries.intercept(interceptor);
  }

  park(component: string, parked: boolean): void {
    this.#services.parked.park(component, parked);
  }

  /** Only of incarnations that are connected now: what a dead one took with it, it no longer holds. */
  heldTasks(): readonly HeldTask[] {
    return this.#services.tasks.held().filter((task) => this.#book.isOpen(task));
  }

  openCalls(): number {
    return this.#calls.values().reduce((count, call) => count + (call.isWork ? 1 : 0), 0);
  }

  connectionsClosed(component: string, incarnation: number, signal: AbortSignal): Promise<void> {
    return this.#book.allClosed({ component, incarnation }, signal);
  }

  firstPoll(component: string, incarnation: number, signal: AbortSignal): Promise<void> {
    return this.#services.polls.firstPoll({ component, incarnation }, signal);
  }

  async close(): Promise<void> {
    const closed = this.#servers.map(async (server) => {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      server.close(() => resolve(undefined));
      await promise;
    });
    for (const each of [...this.#connections, ...this.#relays]) each.destroy();
    this.#services.holds.close();
    await Promise.all(closed);
  }

  async #open(server: Server, host: string): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    server.once('error', reject);
    server.listen(0, host, () => resolve(undefined));
    await promise;
    this.#servers.push(server);
    const address = server.address();
    if (address === null || typeof address === 'string') throw new TypeError('Expected a TCP address of the listener.');
    return address.port;
  }

  #admission(component: string, end: LinkEnd): Pick<Admission, 'identity' | 'seen'> | undefined {
    if (this.#identity === undefined) return undefined;
    const { journal } = this.#services;
    const link = linkName(end, component);
    return {
      identity: this.#identity,
      seen: (handshake) => {
        const { incarnation } = this.#ownerOf(component);
        journal.write({ kind: 'handshake', link, component, incarnation, ...handshake });
      },
    };
  }

  #unrecorded(observerOf: (forget: () => void) => ConnectionObserver): Server {
    const tls = this.#identity === undefined ? undefined : { identity: this.#identity, seen: () => undefined };
    return grpcServer(tls, (socket) => this.#relay(socket, observerOf));
  }

  #ownerOf(component: string): Holder {
    return { component, incarnation: this.#incarnations.get(component) ?? 1 };
  }

  #accept(socket: Socket, component: string): void {
    const owner = { ...this.#ownerOf(component), beyond: this.#beyond };
    this.#book.opened(owner);
    const watching = { services: this.#services, book: this.#book, calls: this.#calls };
    this.#relay(socket, (forget) => observeConnection(owner, watching, forget));
  }

  #relay(socket: Socket, observerOf: (forget: () => void) => ConnectionObserver): void {
    const observer = observerOf(() => this.#connections.delete(connection));
    const connection = new RelayedConnection(socket, this.#upstream, observer);
    this.#connections.add(connection);
  }
}
