/** CPU time of one part of a command while it explored. */
export interface CpuShare {
  /** `harness`, `temporal`, `worker`, `toxiproxy`, `supabase-db`, … */
  readonly part: string;
  readonly cpuS: number;
  /** Of what all parts took together, from 0 to 1. */
  readonly share: number;
}

/** One exploration, as its user starts it. Times in milliseconds. */
export interface ExploreFigures {
  readonly runId: string;
  readonly exit: number | null;
  readonly verdict: string;
  /** How many workflows a front holds at most. */
  readonly front: number;
  /** Crash points that were meant to be explored, and those of them at which every action came to a proved result. */
  readonly points: number;
  readonly explored: number;
  /** Results that are proved, one for each action at a point: how often a strike fell where it was to fall. */
  readonly proved: number;
  readonly fronts: number;
  readonly longestHoldMs: number;
  /** Which share of the results came of the first try, from 0 to 1. */
  readonly firstTryShare: number;
  /** Striking, recovering and judging; start-up, references and clean-up are in the whole only. */
  readonly exploringMs: number;
  /** Of that, the sum of all fronts: from the start of its workflows to the end of the last of them. */
  readonly frontsMs: number;
  /** `exploringMs` by proved result. */
  readonly perPointMs: number;
  /** The whole exploration, and the command with Node's start and the reports. */
  readonly wholeMs: number;
  readonly commandMs: number;
  /** Largest resident set of the harness's own process, in MB (2^20 bytes). */
  readonly peakRssMb: number;
  /** The largest first; null where the system doesn't tell. */
  readonly cpu: readonly CpuShare[] | null;
}

/** What exploring is measured by. */
export const exploreGoals = {
  perPointMs: { most: 300, aim: 100 },
  timesFaster: { least: 8 },
  peakRssMb: { below: 512 },
  whole: { leastPoints: 300, mostMs: 120_000 },
} as const;

/** Whether each goal is met; null where it wasn't measured. */
export interface ExploreGoalsMet {
  readonly perPoint: boolean;
  readonly timesFaster: boolean;
  readonly memory: boolean;
  readonly whole: boolean | null;
}

/** What an exploration costs, with a crash front and with one kill a point, in the same minutes. */
export interface ExploreResult {
  readonly workflow: string;
  readonly case: string;
  readonly seed: number;
  /** Every point of the case in fronts. */
  readonly front: ExploreFigures;
  /** Some of these points, chosen evenly, each struck by itself. */
  readonly single: ExploreFigures;
  /** `perPointMs` with one kill a point in units of that with the front. */
  readonly timesFaster: number;
  /** All cases, crash and lose-answer; null where it is left out. */
  readonly whole: ExploreFigures | null;
  readonly goalsMet: ExploreGoalsMet;
}
