import type { Engine } from '../../engine/find-engine.ts';
import type { ChaosConfig, WorkerVariant } from '../../model/config.ts';
import type { Journal } from '../../model/journal.ts';
import type { WorkerExtras } from '../worker-extras.ts';

/** What a stack of containers is started with. */
export interface DockerStackOptions extends WorkerExtras {
  readonly runId: string;
  readonly config: ChaosConfig;
  readonly variant: WorkerVariant;
  readonly workers: number;
  readonly journal: Journal;
  readonly logsFolder: string;
  /** The folder that the paths of the workers' command lie in. */
  readonly projectFolder: string;
  /** The prebuilt workflow bundle; null where the config builds none. */
  readonly bundlePath: string | null;
  /** Temporal loses what it stored each time it is started again: a sabotage of the rig. */
  readonly forgetfulTemporal?: boolean;
  /** Temporal's namespace, instead of the configuration's. */
  readonly namespace?: string;
  readonly engine: Engine;
  /** Program and first arguments of compose. */
  readonly composeCommand: readonly [string, ...string[]];
  /** docker/compose.yaml. */
  readonly composeFile: string;
  /** Ports that servers are to have where the environment asks for no other: `temporal`, `temporal-ui`; free ones else. */
  readonly usualPorts?: Readonly<Record<string, number>>;
  /** Whether Temporal's UI is started too. */
  readonly ui?: boolean;
  /** Ends the start; a stack that is up is ended by disposing it. */
  readonly signal: AbortSignal;
  readonly progress: (line: string) => void;
}
