import type { ServiceAddress } from './services.ts';
import type { ProgramTls } from './tls.ts';

/** The addresses that a worker must use; each leads through that worker's Toxiproxy proxies. */
export interface WorkerAddresses {
  /** The worker's name in the stack, for its log. */
  readonly component: string;
  readonly temporalHost: string;
  readonly temporalPort: number;
  readonly supabaseUrl: string;
  readonly supabaseKey: string;
  readonly outsideWorldUrl: string;
  /** The services of the configuration, by name. */
  readonly services: Readonly<Record<string, ServiceAddress>>;
  /** The address to serve the worker's own metrics on: loopback, unless something scrapes it from outside. */
  readonly metricsHost: string;
  /** A free port for them. */
  readonly metricsPort: number;
  /** The prebuilt workflow bundle, where the config builds one. */
  readonly bundlePath: string | null;
  readonly taskQueue: string;
  readonly namespace: string;
  /** How it must speak TLS; left out: not at all. */
  readonly tls?: ProgramTls;
}

/** The addresses for a client of the system; each leads directly to the server, past every fault. */
export interface ClientAddresses
  extends Omit<WorkerAddresses, 'component' | 'metricsHost' | 'metricsPort' | 'bundlePath'> {
  /** A file of the stack's logs that clients may write lines to, one JSON object each. */
  readonly logFile: string;
  /** The system's API, if the stack has one. */
  readonly api?: { readonly url: string; readonly token: string };
}

/** The addresses that the system's API must use; both servers are reached through its Toxiproxy proxies. */
export interface ApiAddresses extends Omit<ClientAddresses, 'outsideWorldUrl' | 'services' | 'api' | 'logFile'> {
  /** The address and port to listen on. */
  readonly host: string;
  readonly port: number;
  /** The secret of its clients, new for each run. */
  readonly token: string;
  /** Where it may serve Prometheus metrics, at `/metrics`. */
  readonly metricsHost: string;
  readonly metricsPort: number;
}
