import type { Spread } from '../percentile.ts';

/** From the client's call to start a workflow until its first workflow task was begun that a worker answered. */
export interface FirstTaskUnder {
  /** The fault, or null at rest. */
  readonly fault: string | null;
  /** The component or link that it struck. */
  readonly on: string | null;
  readonly waitMs: Spread;
}

/** Greetings by so many clients at once, each of which starts the next as soon as one is done. */
export interface LoadFigures {
  readonly atOnce: number;
  readonly completed: number;
  /** Activities a second; a greeting has one. */
  readonly perSecond: number;
  readonly latencyMs: Spread;
}

/** The resident set of a worker under load. */
export interface MemoryFigures {
  readonly minutes: number;
  readonly atOnce: number;
  readonly activities: number;
  readonly samples: readonly { readonly atMs: number; readonly rssMb: number }[];
  /** MB (2^20 bytes) a minute, by least squares, without the first fifth of the samples. */
  readonly slopeMbPerMinute: number;
  /** The standard error of the slope. */
  readonly slopeError: number;
}

/** What the system under test does on a stack. Times in milliseconds. */
export interface SystemResult {
  readonly greetingMs: Spread;
  readonly firstTask: readonly FirstTaskUnder[];
  readonly load: readonly LoadFigures[];
  /** Null where the memory of a process cannot be read. */
  readonly memory: MemoryFigures | null;
  readonly goals: { readonly greetingP90Ms: number; readonly activitiesPerSecond: number };
}
