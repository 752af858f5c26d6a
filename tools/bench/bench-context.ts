import type { ChaosConfig } from '../../harness/model/config.ts';
import type { FoundServer } from '../../harness/provision/servers/first-found.ts';

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
  /** Refused commands; in each round, where two checkouts are compared. */
  readonly starts: number;
  readonly explore: ExploreCounts;
  readonly system: SystemCounts;
}

/** Chooses the points to explore. */
export interface ExploreCounts {
  readonly workflow: string;
  readonly case: string;
  /** How many points are struck one by one. */
  readonly singles: number;
  /** Whether all cases are explored too. */
  readonly whole: boolean;
}

/** How long the system under test is measured. */
export interface SystemCounts {
  readonly greetings: number;
  /** How long each load lasts. */
  readonly loadMs: number;
  /** How long the memory of a worker is watched. */
  readonly memoryMs: number;
  /** How many workflows start under each fault. */
  readonly firstTasks: number;
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
export function fullCounts(runs: number, minutes: number): Counts {
  const explore = { workflow: 'ingestDocument', case: 'approved', singles: 8, whole: true };
  return {
    runs,
    replays: 3,
    callsPerRoute: 1000,
    workflowsPerWorker: 60,
    firstTasks: 60,
    lives: 10,
    starts: 10,
    explore,
    system: { greetings: 200, loadMs: 20_000, memoryMs: minutes * 60_000, firstTasks: 40 },
  };
}

/** How often each thing is done to see that it works. */
export const quickCounts: Counts = {
  runs: 1,
  replays: 1,
  callsPerRoute: 50,
  workflowsPerWorker: 5,
  firstTasks: 10,
  lives: 2,
  starts: 2,
  explore: {
    workflow: 'greeting',
    case: 'greeted',
    singles: 2,
    whole: false,
  },
  system: { greetings: 10, loadMs: 2000, memoryMs: 4000, firstTasks: 5 },
};
