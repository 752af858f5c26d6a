import type { Interceptor } from './crash-point.ts';
import type { ComponentRow } from './evidence.ts';
import type { Json } from './json.ts';
import type { CallMoment } from './moment.ts';
import type { RunningCommand, WantedCommand } from './running-command.ts';
import type { ServiceAddress } from './services.ts';
import type { Capability, StackName } from './stacks.ts';
import type { Certificates, TlsAccess } from './tls.ts';

/** How a life of a component ended. */
export interface Exit {
  readonly incarnation: number;
  readonly exitCode: number | null;
  readonly signal: string | null;
}

/** The reason to end a component; it is journalled with the exit. */
export type ExitPurpose = 'fault' | 'drain' | 'teardown';

/** A part of the system that lives and dies separately: a worker or a server. */
export interface Component {
  readonly name: string;
  readonly role: ComponentRow['role'];
  /** The number of the current or latest life, from 1; 0 before the first. */
  readonly incarnation: number;
  readonly running: boolean;
  /**
   * Starts a new incarnation and resolves once it is ready.
   *
   * @param version - of a worker: the version of the system that it runs from now on; left out, the same as before
   */
  start(version?: string): Promise<void>;
  /** Starts a new incarnation and resolves once it runs. Whether it gets ready shows at the gateway and in the journal. */
  launch(): Promise<void>;
  /** SIGKILLs the whole process tree; resolves once no process of it is left. */
  kill(purpose: ExitPurpose): Promise<Exit>;
  /** Sends SIGTERM and resolves once it is sent; the component ends in its own time. */
  terminate(purpose: ExitPurpose): Promise<void>;
  /**
   * SIGTERM, unless {@link terminate} has sent it to this life, then SIGKILL after the limit; resolves once no process of the tree is left. From then on it stays down,
   * one that was down already too: no restart policy brings it back.
   */
  stop(purpose: ExitPurpose, limitMs: number): Promise<Exit>;
  /** SIGSTOPs the whole process tree; resolves once every process of it is seen stopped. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  /**
   * Takes it off its network: nothing reaches it and it reaches nothing, until it is connected again.
   *
   * @remarks A worker only. How its open connections fare is the stack's: processes lose them, a container's hang.
   */
  disconnect(): Promise<void>;
  connect(): Promise<void>;
  /** Reads the state from the operating system or the engine and journals it as a `process` entry. */
  observe(): Promise<void>;
  /**
   * Asks a server, by the harness's own way to it, whether it answers, and journals a `probe` entry. Workers have no
   * way to be asked: nothing is journalled of them.
   */
  probe(): Promise<void>;
}

/** Limits of a container; omitted ones stay as they are. */
export interface ContainerLimits {
  readonly memoryBytes?: number;
  /** Share of one processor, such as 0.25. */
  readonly cpus?: number;
  readonly pids?: number;
}

/** The operations that only a container has. */
export interface Container extends Component {
  /** SIGKILLs its main process from outside of the engine, so that its restart policy is what brings it back. */
  crash(purpose: ExitPurpose): Promise<Exit>;
  /** Takes up its memory until the kernel kills its main process for want of it. */
  exhaustMemory(purpose: ExitPurpose): Promise<Exit>;
  /** Resolves once a later life than that one is ready, which the harness has not started. */
  restarted(after: number, signal: AbortSignal): Promise<void>;
  /** SIGTERM, SIGKILL after the limit, and a new life, by the engine. */
  restart(limitMs: number): Promise<void>;
  /** Changes its limits while it runs. */
  limit(limits: ContainerLimits): Promise<void>;
  /** Puts back the limits that it was made with. */
  unlimit(): Promise<void>;
  /** Runs a program in it, to its end. */
  exec(command: readonly [string, ...string[]]): Promise<{ readonly exitCode: number; readonly output: string }>;
  /** Removes it and makes it anew, with nothing that it had written to itself. */
  recreate(): Promise<void>;
}

/** A toxic in Toxiproxy's own terms. */
export interface Toxic {
  readonly name: string;
  readonly type: 'latency' | 'bandwidth' | 'slow_close' | 'timeout' | 'reset_peer' | 'slicer' | 'limit_data';
  readonly stream: 'upstream' | 'downstream';
  readonly attributes: Readonly<Record<string, number>>;
}

/** One client's way to one server, through a separate Toxiproxy proxy. */
export interface Link {
  /** Such as `temporal@worker-1`. */
  readonly name: string;
  addToxic(toxic: Toxic): Promise<void>;
  removeToxic(name: string): Promise<void>;
  /**
   * Disables the proxy: closes its connections and refuses new ones.
   *
   * @param by - who cuts it, by identity; left out: one and the same for all
   */
  cut(by?: object): Promise<void>;
  /** Takes back a cut, also one that failed. The proxy is enabled once no cut of anyone else is left. */
  restore(by?: object): Promise<void>;
  /** Reads the proxy back from Toxiproxy and journals it as a `toxics` entry. */
  observe(): Promise<void>;
}

/** A gRPC call that the gateway holds at a moment. */
export interface HeldCall {
  readonly component: string;
  readonly incarnation: number;
  readonly method: string;
  readonly workflowId: string | undefined;
  readonly activityType: string | undefined;
  /** Lets the call go on; where its connection is gone it is dropped instead. */
  release(): void;
}

/** A task that a worker has polled and not answered yet. */
export interface HeldTask {
  readonly component: string;
  readonly incarnation: number;
  readonly task: 'workflow' | 'activity';
  readonly workflowId: string;
  readonly activityType: string | undefined;
}

/** The relay that sees each gRPC call between a worker and Temporal. */
export interface Gateway {
  /** Resolves with the first call that reaches the moment, held there. Rejects when the signal aborts. */
  hold(moment: CallMoment, signal: AbortSignal): Promise<HeldCall>;
  /**
   * Has every boundary decided upon by the interceptor, until disposed; one at a time.
   *
   * @remarks Calls that are still held are let go when it is disposed.
   */
  intercept(interceptor: Interceptor): Disposable;
  /**
   * Keeps back every poll of a component from now on, so it is up and connected and gets no tasks; or lets the polls
   * go, waiting ones first.
   */
  park(component: string, parked: boolean): void;
  /** All dispatched tasks without an answer. */
  heldTasks(): readonly HeldTask[];
  /**
   * Resolves once that incarnation has polled, so the server can dispatch tasks to it; rejects when the signal aborts.
   */
  firstPoll(component: string, incarnation: number, signal: AbortSignal): Promise<void>;
  /** Calls in flight now, polls left out. */
  openCalls(): number;
  /** Resolves once every connection of that incarnation is closed, and all its held calls are dropped. */
  connectionsClosed(component: string, incarnation: number, signal: AbortSignal): Promise<void>;
}

/** The addresses at which the harness itself reaches the system; never through a fault. */
export interface StackAddresses {
  /** `host:port` of Temporal's frontend. */
  readonly temporal: string;
  readonly temporalUi: string | null;
  readonly supabaseUrl: string;
  /** The service role's key. Secret: never journalled, logged or reported. */
  readonly supabaseKey: string;
  readonly outsideWorldUrl: string;
  /** The services of the configuration, by name; left out: there are none. */
  readonly services?: Readonly<Record<string, ServiceAddress>>;
  readonly toxiproxyUrl: string;
  /** The system's API and the secret of its clients, which is never journalled, logged or reported; null: none. */
  readonly api: { readonly url: string; readonly token: string } | null;
  /** Where what is scraped can be seen; left out: nothing is scraped. */
  readonly monitoring?: MonitoringAddresses;
  /** How all of it is reached by TLS. Secret: never journalled, logged or reported. Left out: without TLS. */
  readonly tls?: TlsAccess;
}

/** Where people see the metrics of a stack. */
export interface MonitoringAddresses {
  readonly prometheusUrl: string;
  /** Null: Grafana is not part of this stack. */
  readonly grafanaUrl: string | null;
}

/** A running system with everything that a scenario needs to hurt, watch and read it. */
export interface Stack extends AsyncDisposable {
  readonly name: StackName;
  readonly capabilities: ReadonlySet<Capability>;
  readonly addresses: StackAddresses;
  readonly gateway: Gateway;
  /** The certificates of its workers; null: it speaks no TLS. */
  readonly certificates: Certificates | null;
  /** Throws CHAOS_UNKNOWN_TARGET if there is no such component. */
  component(name: string): Component;
  /** Throws CHAOS_STACK_LACKS if components are no containers, CHAOS_UNKNOWN_TARGET if there is no such one. */
  container(name: string): Container;
  components(): readonly Component[];
  /** The workers, in the order they were started. */
  workers(): readonly Component[];
  link(name: string): Link;
  links(): readonly Link[];
  /**
   * Adds one more worker (with a fresh name and separate links) and starts it.
   *
   * @param options - `parked`: it is up and connected, but its polls are kept back (see {@link Gateway.park}); `fleet`: the
   *   further fleet that it is of
   */
  addWorker(options?: { readonly parked?: boolean; readonly fleet?: string | null }): Promise<Component>;
  /** The versions of the system that a worker can be started with, beside the one that all began with. */
  readonly builds: ReadonlySet<string>;
  /** Makes a version of the system the one that gets new work, by the system's client, if it needs that. */
  deploy(version: string): Promise<void>;
  /** Starts a command of the system, with the environment of its client, that is to start workflows. */
  startCommand(wanted: WantedCommand): Promise<RunningCommand>;
  /** The lives of all components so far. */
  lives(): readonly ComponentRow[];
  /** Versions of the servers that run: `temporal`, `toxiproxy`, `postgresql`. */
  versions(): Readonly<Record<string, string>>;
  /** Log file of one life of a component. */
  logFile(component: string, incarnation: number): string;
}

/** Attributes of a fault's target once it is known who it is. */
export interface Target {
  readonly component: string;
  readonly incarnation: number;
  /** The full name of the link, where the fault is one of a link. */
  readonly link: string | null;
}

/** Free parameters of a fault. */
export type FaultParams = Readonly<Record<string, Json>>;
