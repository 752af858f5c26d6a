import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pMap from 'p-map';
import { newRunId } from '../../harness/app/run-id.ts';
import { runChild } from '../../harness/cli/batch/run-child.ts';
import type { Plan } from '../../harness/model/plan.ts';
import { makePlan } from '../../harness/runner/make-plan.ts';
import type { GoodRun } from './good-run.ts';
import { goodScenario } from './good-scenarios.ts';
import { keepBusy } from './keep-busy.ts';
import type { Order } from './order.ts';
import { isAmiss, type RunResult, resultOf } from './run-result.ts';
import { settings } from './settings.ts';

/** How runs are carried out. */
export interface Carrying {
  readonly projectFolder: string;
  /** Where run folders go: `<reportsFolder>/runs/<scenario>/<runId>`. */
  readonly reportsFolder: string;
  /** How many go at once. */
  readonly jobs: number;
  /** How many processes keep the machine busy in the settings that say so. */
  readonly busy: number;
  readonly signal: AbortSignal;
  /** Called with each result as it comes. */
  readonly ended: (result: RunResult) => Promise<void>;
}

/** A run may take so much longer than its plan says, in milliseconds: the servers may have to be built first. */
const AROUND_MS = 1_200_000;

const runOneProgram = fileURLToPath(new URL('run-one.ts', import.meta.url));

interface PlannedRun {
  readonly run: GoodRun;
  readonly plan: Plan;
}

/**
 * Carries out all runs, those on a busy machine last; interrupted ones have no result.
 *
 * @throws HarnessError CHAOS_USAGE before anything is started, if a scenario refuses its small load; the first error of
 * a lane, once the others have taken their systems down.
 */
export async function carryOutAll(runs: readonly GoodRun[], carrying: Carrying): Promise<void> {
  const planned = runs.map((run) => ({ run, plan: planOf(run) }));
  const isBusy = ({ run }: PlannedRun): boolean => settings[run.setting].busy;
  await inLanes(
    planned.filter((one) => !isBusy(one)),
    carrying,
  );
  const busy = planned.filter(isBusy);
  if (busy.length === 0 || carrying.signal.aborted) return;
  await using _load = keepBusy(carrying.busy);
  await inLanes(busy, carrying);
}

function planOf({ scenario, seed, setting }: GoodRun): Plan {
  const { scenario: found, params } = goodScenario(scenario);
  return makePlan(found, { seed, params, noFault: !settings[setting].fault });
}

async function inLanes(runs: readonly PlannedRun[], carrying: Carrying): Promise<void> {
  const failed = new AbortController();
  const signal = AbortSignal.any([carrying.signal, failed.signal]);
  const one = async (planned: PlannedRun): Promise<void> => {
    try {
      const result = signal.aborted ? null : await carryOut(planned, { ...carrying, signal });
      if (result !== null) await carrying.ended(result);
    } catch (error) {
      failed.abort(error);
    }
  };
  await pMap(runs, one, { concurrency: carrying.jobs });
  failed.signal.throwIfAborted();
}

/** Carries out one run as a separate process. Keeps its folder only if it is evidence of something amiss. */
async function carryOut(
  { run, plan }: PlannedRun,
  { projectFolder, reportsFolder, signal }: Carrying,
): Promise<RunResult | null> {
  const runId = newRunId(run.seed);
  const order: Order = { projectFolder, reportsFolder, runId, run };
  const asked = { program: runOneProgram, args: [JSON.stringify(order)], limitMs: plan.runTimeMs + AROUND_MS };
  const result = resultOf(run, { plan, runId }, await runChild({ ...asked, signal, heard: () => undefined }));
  if (result === null || !isAmiss(result))
    await rm(join(reportsFolder, 'runs', run.scenario, runId), { recursive: true, force: true });
  return result;
}
