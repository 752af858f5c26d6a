import { z } from 'zod';
import { lackingOf, type Place, placeName } from '../../app/choose-stack.ts';
import type { Registry } from '../../app/registry.ts';
import { HarnessError, toHarnessError } from '../../errors.ts';
import type { ChaosConfig } from '../../model/config.ts';
import { exitCodes } from '../../model/exit-code.ts';
import type { Plan } from '../../model/plan.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { NotRunRow, SummaryRow } from '../../model/summary.ts';
import type { BatchProgress } from '../../reporting/progress/batch-progress.ts';
import { choosePlan } from '../validate/scenario-choice.ts';
import { rowOfChild } from './child-row.ts';
import { runChild } from './run-child.ts';
import { whyOutOfTime } from './time-limit.ts';

/** A scenario with its plan. */
export interface PlannedScenario {
  readonly scenario: Scenario;
  readonly plan: Plan;
}

/** Scenarios that are to be run one after the other. */
export interface Batch extends Place {
  readonly registry: Registry;
  readonly planned: readonly PlannedScenario[];
  readonly seed: number;
  /** Null: there is no limit. */
  readonly timeLimitMs: number | null;
  /** When the time that is limited began, by the monotonic clock. */
  readonly startMs: number;
  readonly keepRuns: number;
  readonly tls: boolean;
  readonly signal: AbortSignal;
  readonly progress: BatchProgress;
}

/** The time that a run may take on top of its plan's limit: the servers may have to be built first. */
const AROUND_MS = 1_200_000;

/**
 * Plans every scenario of a project with one seed.
 *
 * @throws HarnessError of exit 64 if one can't be planned: better now than after half an hour.
 */
export async function planBatch(config: ChaosConfig, seed: number): Promise<readonly PlannedScenario[]> {
  const planned: PlannedScenario[] = [];
  for (const scenario of config.scenarios) {
    planned.push({ scenario, plan: await planOf(config, scenario.name, seed) });
  }
  return planned;
}

/** The user asked for all, so the error has to name the scenario. */
async function planOf(config: ChaosConfig, name: string, seed: number): Promise<Plan> {
  try {
    return await choosePlan(config, name, { seed, param: {}, fault: true });
  } catch (cause) {
    const { code, message } = toHarnessError(cause);
    throw new HarnessError(code, `${message} It is the scenario ${name}.`, { cause });
  }
}

/** Runs a batch; there is one row for each scenario, with any outcome. */
export async function runBatch(batch: Batch): Promise<readonly SummaryRow[]> {
  const rows: SummaryRow[] = [];
  for (const [index, planned] of batch.planned.entries()) {
    const number = index + 1;
    let row: SummaryRow | null = whyNot(batch, planned, rows);
    if (row === null) {
      batch.progress.phaseStarted(planned.plan.scenario, { number });
      row = await runOne(batch, planned);
    }
    batch.progress.phaseEnded(row.scenario, row, { number });
    rows.push(row);
  }
  return rows;
}

/** Why a scenario is not started, as a row; null if it is started. */
function whyNot(batch: Batch, { scenario, plan }: PlannedScenario, before: readonly SummaryRow[]): NotRunRow | null {
  const notRun = (cause: NotRunRow['cause'], why: string): NotRunRow => {
    return { state: 'not-run', scenario: plan.scenario, hypothesis: plan.hypothesis, cause, why };
  };
  const lacks = lackingOf(batch, plan, { needs: scenario.needs, ...batch.registry });
  if (lacks.length > 0) return notRun('stack-lacks', `the ${placeName(batch)} can't do: ${lacks.join(', ')}`);
  const ended = batch.signal.aborted || before.some((row) => row.state === 'run' && row.interrupted);
  if (ended) return notRun('interrupted', 'interrupted before it was its turn');
  const tookMs = before.flatMap((row) => (row.state === 'not-run' ? [] : [row.durationMs]));
  const late = whyOutOfTime({
    limitMs: batch.timeLimitMs,
    elapsedMs: performance.now() - batch.startMs,
    longestMs: tookMs.length === 0 ? null : Math.max(...tookMs),
    plannedMs: plan.runTimeMs,
  });
  return late === null ? null : notRun('time-limit', late);
}

async function runOne(batch: Batch, { plan }: PlannedScenario): Promise<SummaryRow> {
  const { stack, seed, keepRuns, tls, signal, progress } = batch;
  const place = ['--stack', stack, ...(tls ? ['--tls'] : [])];
  const fixed = ['--seed', String(seed), ...place, '--keep-runs', String(keepRuns), '--no-page', '--json'];
  const args = ['scenario', plan.scenario, ...fixed];
  const heard = (line: string): void => tell(line, progress);
  const ended = await runChild({ args, limitMs: plan.runTimeMs + AROUND_MS, signal, heard });
  const row = rowOfChild({ plan, stack }, ended);
  for (const error of ended.errors) {
    if (!error.startsWith('CHAOS_INTERRUPTED') && row.why?.includes(error) !== true) progress.note(error);
  }
  const early = row.state === 'no-report' && ended.exit === exitCodes.interrupted && ended.stdout === '';
  if (!early || !signal.aborted) return row;
  const why = 'interrupted before anything of it was started';
  return { state: 'not-run', scenario: plan.scenario, hypothesis: plan.hypothesis, cause: 'interrupted', why };
}

const progressLine = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('phase'), phase: z.string(), state: z.enum(['begin', 'end']) }),
  z.looseObject({ kind: z.literal('note'), message: z.string() }),
]);

/** A run reports its phases as one JSON object a line; any other line is a warning that must not be lost. */
function tell(line: string, progress: BatchProgress): void {
  const read = progressLine.safeParse(parsed(line));
  if (!read.success) progress.note(line);
  else if (read.data.kind === 'note') progress.advanced({ doing: read.data.message });
  else if (read.data.state === 'begin') progress.advanced({ doing: read.data.phase });
  else if (read.data.phase === 'judging') progress.advanced({ doing: 'reporting' });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
