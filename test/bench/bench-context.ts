import type { ChaosConfig } from '../../harness/model/config.ts';
import type { FoundServer } from '../../harness/provision/first-found.ts';

/** The server binaries, found before anything is measured. */
export interface Servers {
  readonly temporal: FoundServer;
  readonly toxiproxy: FoundServer;
}

/** How often each thing is done. */
export interface Counts {
  readonly runs: number;
  readonly replays: number;
  readonly callsPerRoute: number;
  readonly workflowsPerWorker: number;
  readonly firstTasks: number;
  readonly lives: number;
}

/** What every measurement needs. */
export interface BenchContext {
  readonly projectFolder: string;
  readonly config: ChaosConfig;
  readonly servers: Servers;
  readonly counts: Counts;
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal;
  readonly progress: (line: string) => void;
}

/** How often each thing is done for figures that may be quoted; `runs` is the user's choice. */
export function fullCounts(runs: number): Counts {
  return { runs, replays: 3, callsPerRoute: 1000, workflowsPerWorker: 60, firstTasks: 60, lives: 10 };
}

/** How often each thing is done to see that it works. */
export const quickCounts: Counts = {
  ...{ runs: 1, replays: 1, callsPerRoute: 50, workflowsPerWorker: 5, firstTasks: 10, lives: 2 },
};
