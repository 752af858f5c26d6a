import type { StackName } from '../../harness/model/stacks.ts';
import type { ExploreResult } from './explore-result.ts';
import type { Spread } from './percentile.ts';
import type { SystemResult } from './system/system-result.ts';

/** The version of the format of bench.json. */
export const BENCH_SCHEMA = 'durable-chaos/bench@2';

/** What can be measured, in the order it is measured in. */
export const measurementNames = [
  'run',
  'replay',
  'hop',
  'latency',
  'first-task',
  'life',
  'start',
  'explore',
  'system',
] as const;
/** The name of a measurement, as `--only` takes it. */
export type MeasurementName = (typeof measurementNames)[number];

/** A result for each stack that it was taken on. */
export type ByStack<T> = Readonly<Partial<Record<StackName, T>>>;

/** The machine, and how busy it was before anything was measured. */
export interface Machine {
  readonly platform: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryMb: number;
  /** Over 1, 5 and 15 minutes; zeros where the system doesn't tell. */
  readonly loadAverage: readonly [number, number, number];
  /** By name: `node`, `harness`, `temporalSdk`, `temporal`, `toxiproxy`; `engine` and `images` where Docker is measured. */
  readonly versions: Readonly<Record<string, string>>;
}

/** Runs of worker-kill with warm caches, each as its user starts it. Times in milliseconds. */
export interface RunResult {
  readonly seed: number;
  readonly runIds: readonly string[];
  readonly verdicts: readonly string[];
  /** In the order of the phases; a phase that is missing from a run counts in none. */
  readonly phasesMs: Readonly<Record<string, Spread>>;
  /** By component, in the order they came: from the beginning of the phase `provision` until it answered or polled. */
  readonly readyMs: Readonly<Record<string, Spread>>;
  /** From the first line of the journal to the end of the run, as the report says. */
  readonly runMs: Spread;
  /** From the start of the command to its end: start of Node, verdict and HTML report included. */
  readonly commandMs: Spread;
  /** Largest resident set of the harness's own process, in MB (2^20 bytes). */
  readonly peakRssMb: Spread;
}

/** How the replays of one call went; a median over repetitions. Times in milliseconds. */
export interface ReplayFigures {
  readonly replays: number;
  readonly events: number;
  readonly totalMs: number;
  readonly perReplayMs: number;
  readonly perThousandEventsMs: number;
}

/** Replaying the event histories of one run. */
export interface ReplayResult {
  readonly runId: string;
  readonly repetitions: number;
  /** From the start of the replay process to its first answer, with nothing to replay: its imports. */
  readonly importMs: Spread;
  /** As a run does it: each event history, and each prefix of it once per distinct path. */
  readonly withPrefixes: ReplayFigures;
  /** The whole event histories alone, in a process that has replayed before. */
  readonly fullOnly: ReplayFigures;
  readonly goal: { readonly perReplayMs: number; readonly met: boolean };
}

/** One way to Temporal. */
export interface RouteFigures {
  readonly route: 'direct' | 'toxiproxy' | 'gateway' | 'both';
  readonly latencyMs: Spread;
  /** Its percentiles less those of the direct route. */
  readonly addedMs: { readonly p50: number; readonly p95: number; readonly p99: number };
}

/** What each hop adds to a call (GetSystemInfo). */
export interface HopResult {
  readonly routes: readonly RouteFigures[];
  readonly goal: { readonly route: 'gateway'; readonly addedP50Ms: number; readonly met: boolean };
}

/** From a client's start call to the workflow's result, by where the worker is connected. */
export interface LatencyResult {
  readonly direct: Spread;
  readonly throughHops: Spread;
  readonly ratio: { readonly p50: number; readonly p95: number };
}

/** From WORKFLOW_EXECUTION_STARTED to a WORKFLOW_TASK_STARTED event, by the server's clock, in milliseconds. */
export interface FirstTaskFigures {
  /** To the first one, whoever was handed it. */
  readonly handedOutMs: Spread;
  /** To the first one that was answered: a task handed to a worker that is gone is lost until its timeout. */
  readonly answeredMs: Spread;
  /** In how many workflows the first task was lost. */
  readonly lost: number;
}

/** How long a fresh workflow waits for its first workflow task. */
export interface FirstTaskResult {
  readonly atRest: FirstTaskFigures;
  readonly underFault: FirstTaskFigures;
  /** For how long one of the two workers was away, in milliseconds. */
  readonly absenceMs: number;
}

/** Kills and starts of one worker, one after the other: from the harness's call, in milliseconds. */
export interface LifeResult {
  /** From the call to kill until its end is known: the exit of the process, or the engine's `die` event. */
  readonly endedMs: Spread;
  /** From the call to kill until it returns: nothing of the worker is left. */
  readonly killedMs: Spread;
  /** From the call to start until it runs: the process was made, or the engine's `start` event. */
  readonly runningMs: Spread;
  /** From the call to start until the gateway sees its first poll. */
  readonly firstPollMs: Spread;
}

/** A figure of two checkouts, measured in turn, in milliseconds, MB for memory. */
export interface Comparison {
  /** Measurement and figure: `run: provision`, `explore: each strike`, `start: refused command`. */
  readonly name: string;
  readonly here: Spread;
  readonly other: Spread;
  /** The median here in units of the other one; below 1 is less. */
  readonly ratio: number;
}

/** This checkout beside another one. */
export interface AgainstResult {
  readonly folder: string;
  readonly rounds: number;
  readonly comparisons: readonly Comparison[];
}

/** Each measurement's result by its name; `against` has those of two checkouts. */
export interface Results {
  readonly run?: ByStack<RunResult> | undefined;
  readonly replay?: ReplayResult | undefined;
  readonly hop?: HopResult | undefined;
  readonly latency?: LatencyResult | undefined;
  readonly 'first-task'?: FirstTaskResult | undefined;
  readonly life?: ByStack<LifeResult> | undefined;
  readonly start?: Spread | undefined;
  readonly explore?: ExploreResult | undefined;
  readonly system?: ByStack<SystemResult> | undefined;
  readonly against?: AgainstResult | undefined;
}

/** The contents of bench.json. */
export interface BenchReport {
  readonly schema: typeof BENCH_SCHEMA;
  readonly startedAt: string;
  readonly durationMs: number;
  /** Few repetitions, to see that it works: no figures to quote. */
  readonly quick: boolean;
  readonly machine: Machine;
  readonly results: Results;
  /** Measurements that failed, and results that are not what they should be. */
  readonly problems: readonly string[];
}
