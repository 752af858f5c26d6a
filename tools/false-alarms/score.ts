import { type ExitCode, type ExitReason, gravestExit } from '../../harness/model/exit-code.ts';
import { type Outcome, outcomes, type RunResult } from './run-result.ts';
import { settingNames } from './settings.ts';

/** The largest share of runs that may be unknown, from 0 to 1. */
const UNKNOWN_GOAL = 0.01;

/** The machine, and what it was made to do. */
export interface Conditions {
  readonly cpu: string;
  readonly cores: number;
  readonly node: string;
  /** How many runs went at once. */
  readonly jobs: number;
  /** How many processes computed all the time in busy settings. */
  readonly busy: number;
}

/** How often each outcome occurred. */
export type Counts = Readonly<Record<Outcome, number>>;

/** The runs of a system on a stack under one setting. */
export interface ScoreRow extends Pick<RunResult, 'system' | 'stack' | 'setting'> {
  readonly runs: number;
  readonly counts: Counts;
}

/** The score by system, stack and setting; the systems in the order in which they were run. */
export function scoreOf(results: readonly RunResult[]): readonly ScoreRow[] {
  const systems = [...new Set(results.map(({ system }) => system))];
  return systems.flatMap((system) =>
    (['embedded', 'docker'] as const).flatMap((stack) =>
      settingNames.flatMap((setting) => {
        const own = results.filter((one) => one.system === system && one.stack === stack && one.setting === setting);
        return own.length === 0 ? [] : [{ system, stack, setting, runs: own.length, counts: countsOf(own) }];
      }),
    ),
  );
}

/** How often each outcome occurs. */
export function countsOf(results: readonly RunResult[]): Counts {
  const counted = (outcome: Outcome): number => results.filter((one) => one.outcome === outcome).length;
  return Object.fromEntries(outcomes.map((outcome) => [outcome, counted(outcome)])) as Counts;
}

/** How often a check was the reason of an outcome. */
export interface ReasonCount {
  readonly outcome: Outcome;
  readonly check: string;
  readonly runs: number;
}

/** How many runs each check made unknown or invalid, the most frequent first. */
export function reasonCounts(results: readonly RunResult[]): readonly ReasonCount[] {
  const all = results.flatMap(({ outcome, reasons }) => reasons.map(({ check }) => ({ outcome, check })));
  return [...Map.groupBy(all, ({ outcome, check }) => `${outcome} ${check}`).values()]
    .flatMap(([first, ...rest]) => (first === undefined ? [] : [{ ...first, runs: 1 + rest.length }]))
    .toSorted((a, b) => outcomes.indexOf(b.outcome) - outcomes.indexOf(a.outcome) || b.runs - a.runs);
}

/** What is wanted of all runs together, and what was reached. */
export interface Goal {
  readonly goal: string;
  readonly wanted: string;
  readonly reached: string;
  readonly met: boolean;
  /** The exit code if it is missed. */
  readonly missed: ExitReason;
}

/** The goals. Nothing is reached by no run at all. */
export function goalsOf(results: readonly RunResult[]): readonly Goal[] {
  const { invalid, unknown, failed } = countsOf(results);
  const share = results.length === 0 ? 1 : unknown / results.length;
  const most = `at most ${100 * UNKNOWN_GOAL} %`;
  const reached = `${unknown} of ${results.length} (${(100 * share).toFixed(1)} %)`;
  return [
    { goal: 'invalid', wanted: '0', reached: String(invalid), met: invalid === 0, missed: 'invalid' },
    { goal: 'failed', wanted: '0', reached: String(failed), met: failed === 0, missed: 'harness' },
    { goal: 'unknown', wanted: most, reached, met: share <= UNKNOWN_GOAL, missed: 'unknown' },
  ];
}

/** The exit code of all runs: 1 if one is invalid, 70 if one failed, 2 if too many are unknown. */
export function exitOfRuns(results: readonly RunResult[]): ExitCode {
  return gravestExit(['valid', ...goalsOf(results).flatMap(({ met, missed }) => (met ? [] : [missed]))]);
}

/** All that is counted, as it is stored. */
export interface FalseAlarms {
  readonly conditions: Conditions;
  readonly rows: readonly ScoreRow[];
  readonly goals: readonly Goal[];
  readonly reasons: readonly ReasonCount[];
  readonly results: readonly RunResult[];
}

/** Counts the runs. */
export function falseAlarms(results: readonly RunResult[], conditions: Conditions): FalseAlarms {
  return { conditions, rows: scoreOf(results), goals: goalsOf(results), reasons: reasonCounts(results), results };
}
