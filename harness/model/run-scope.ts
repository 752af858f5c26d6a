import type { ChaosConfig } from './config.ts';
import type { Journal } from './journal.ts';

/** The context that every stage of a run or an exploration shares, from its plan to its last process. */
export interface RunScope {
  readonly runId: string;
  readonly config: ChaosConfig;
  /** The folder of chaos.config.ts, in which the configuration's commands run. */
  readonly projectFolder: string;
  /** The folder for the output of every program of the run. */
  readonly logsFolder: string;
  readonly journal: Journal;
  /** Receives a line for people about what goes on. */
  readonly progress: (line: string) => void;
}
