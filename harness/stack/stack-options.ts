import type { WorkerVariant } from '../model/config.ts';
import type { RunScope } from '../model/run-scope.ts';
import type { WorkerExtras } from './worker-extras.ts';

/** The options of every kind of stack. */
export interface StackOptions extends RunScope, WorkerExtras {
  readonly variant: WorkerVariant;
  readonly workers: number;
  /** The command of the system's API; left out: the stack has none. */
  readonly api?: readonly [string, ...string[]];
  /** The prebuilt workflow bundle; null if the configuration builds none. */
  readonly bundlePath: string | null;
  /** Temporal loses its data each time it starts again; left out: it keeps its database. */
  readonly forgetfulTemporal?: boolean;
  /** Temporal's namespace, instead of the configuration's. */
  readonly namespace?: string;
  /** Ports of servers if the environment asks for no others: `temporal`, `temporal-ui`; left out: free ones. */
  readonly usualPorts?: Readonly<Record<string, number>>;
  /** Whether Temporal serves its UI too. */
  readonly ui?: boolean;
  /** Ends the start; a stack that is up is ended by disposing it. */
  readonly signal: AbortSignal;
}
