import type { ChaosConfig, WorkerVariant } from '../../model/config.ts';
import type { Journal } from '../../model/journal.ts';
import type { WorkerExtras } from '../worker-extras.ts';

/** What an embedded stack is started with. */
export interface EmbeddedStackOptions extends WorkerExtras {
  readonly runId: string;
  readonly config: ChaosConfig;
  readonly variant: WorkerVariant;
  readonly workers: number;
  /** Temporal is started without its database file, so that nothing outlives a life of it; left out: with it. */
  readonly forgetfulTemporal?: boolean;
  readonly journal: Journal;
  readonly logsFolder: string;
  /** The prebuilt workflow bundle; null where the config builds none. */
  readonly bundlePath: string | null;
  /** Temporal's namespace, instead of the configuration's. */
  readonly namespace?: string;
  /** Ports that servers are to have where the environment asks for no other: `temporal`, `temporal-ui`; free ones else. */
  readonly usualPorts?: Readonly<Record<string, number>>;
  /** Whether Temporal serves its UI too. */
  readonly ui?: boolean;
  /** Paths of the binaries. */
  readonly servers: { readonly temporal: string; readonly toxiproxy: string };
  /** Ends the start; a stack that is up is ended by disposing it. */
  readonly signal: AbortSignal;
  readonly progress: (line: string) => void;
}
