import type { SystemVersion } from '../model/config.ts';
import type { ReadDetails } from '../model/data-converter.ts';
import type { ExistingTemporal } from '../model/existing-temporal.ts';
import type { FleetConfig } from '../model/fleet-config.ts';
import type { RunScope } from '../model/run-scope.ts';
import type { WorkerVariant } from '../model/worker-variant.ts';
import type { HarnessMetrics } from '../monitoring/harness-metrics.ts';
import type { WorkerExtras } from './worker-extras.ts';

/** A version of the system as its workers run it. */
export interface WorkerBuild {
  readonly command: WorkerVariant['command'];
  /** The prebuilt workflow bundle; null if there is none. */
  readonly bundlePath: string | null;
  /** Set in the environment of its workers, over all other values. */
  readonly env: Readonly<Record<string, string>>;
  /** Arguments of the system's client that make it the version which gets new work; null: nothing has to be done. */
  readonly deploy: readonly string[] | null;
}

/** A further fleet as its workers run. */
export interface FleetBuild extends Pick<FleetConfig, 'command' | 'taskQueue' | 'cwd' | 'env'> {
  readonly name: string;
  /** How many workers the stack starts with. */
  readonly workers: number;
  /** The prebuilt workflow bundle; null if there is none. */
  readonly bundlePath: string | null;
}

/** The options of every kind of stack. */
export interface StackOptions extends RunScope, WorkerExtras {
  readonly variant: WorkerVariant & Pick<SystemVersion, 'env'>;
  readonly workers: number;
  /** The command of the system's API; left out: the stack has none. */
  readonly api?: readonly [string, ...string[]];
  /** The prebuilt workflow bundle; null if the configuration builds none. */
  readonly bundlePath: string | null;
  /** Other versions of the system, by name, that a worker can be started with; left out: none. */
  readonly versions?: Readonly<Record<string, WorkerBuild>>;
  /** The one of them that the workers begin with; left out: `variant`. */
  readonly version?: string | undefined;
  /** Further fleets of workers, beside those of `variant`; left out: none. */
  readonly fleets?: readonly FleetBuild[];
  /** Temporal loses its data each time it starts again; left out: it keeps its database. */
  readonly forgetfulTemporal?: boolean;
  /** Takes the place of Temporal's server; left out: the stack has its own. */
  readonly temporal?: ExistingTemporal;
  /** Temporal's namespace, instead of the configuration's. */
  readonly namespace?: string;
  /** Ports of servers if the environment asks for no others: `temporal`, `prometheus`; left out: free ones. */
  readonly usualPorts?: Readonly<Record<string, number>>;
  /** Whether Temporal serves its UI too. */
  readonly ui?: boolean;
  /** Has Prometheus scrape everything, the harness's own metrics too; left out: nothing is scraped. */
  readonly monitoring?: Pick<HarnessMetrics, 'text'>;
  /** Reads heartbeat details that the system encodes, at the gateway; left out: they are as Temporal's default writes them. */
  readonly readDetails?: ReadDetails;
  /** Whether everything that can speaks TLS, with certificates of the run; left out: nothing does. */
  readonly tls?: boolean;
  /** Ends the start; a stack that is up is ended by disposing it. */
  readonly signal: AbortSignal;
}
