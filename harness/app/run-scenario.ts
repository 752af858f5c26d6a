import { randomInt } from 'node:crypto';
import { checkConfig, checkScenario } from '../config/check-config.ts';
import { givenOrLoaded } from '../config/load-config.ts';
import type { ChaosConfig } from '../model/config.ts';
import type { Plan } from '../model/plan.ts';
import type { Report } from '../model/report.ts';
import type { Scenario } from '../model/scenario.ts';
import { makePlan, type PlanChoices, parsePlan } from '../runner/make-plan.ts';
import { withDefaultChecks } from './default-checks.ts';
import type { CompletedRun } from './execute-run.ts';
import { findScenario, makeRunRequest, type RunOptions } from './run-request.ts';
import { checkCount } from './validate/check-count.ts';

// The modules that run a plan are imported late: the clients of Temporal, Supabase and Docker would double the time
// that any chaos.config.ts takes to load.

/** How a scenario is run: the options of a plan's run, and what its plan leaves open. */
export interface ScenarioOptions
  extends Omit<RunOptions, 'config' | 'keep'>,
    Partial<Omit<PlanChoices, 'harnessVersion'>> {
  /** Left out: the `config` of chaos.config.ts in the project's folder. */
  readonly config?: ChaosConfig;
  /** How many run folders of the scenario to keep; the oldest are removed. Left out: 20. */
  readonly keepRuns?: number;
}

/**
 * Runs a scenario: makes its plan, starts a whole system, injects the faults, judges the evidence and writes the report.
 *
 * @param scenario - a scenario, or the name of one in chaos.config.ts
 * @returns the report, with any verdict; {@link assertValid} throws unless it is `valid`
 * @throws HarnessError if nothing could be run: an unknown name, a bad parameter, a stack that is not available. An error
 * after the start is in `report.errors` instead, and the verdict is not `valid`.
 *
 * @example
 * it('loses nothing when a worker dies', async () => assertValid(await runScenario(workerKill, { seed: 7 })));
 *
 * @example
 * const report = await runScenario('worker-kill', { seed: 7, params: { documents: 6 }, stack: 'embedded' });
 * console.log(report.verdict, report.findings.map(({ summary }) => summary));
 */
export async function runScenario(scenario: Scenario | string, options: ScenarioOptions = {}): Promise<Report> {
  const config = await givenOrLoaded(options);
  const chosen = typeof scenario === 'string' ? findScenario(config, scenario) : checkScenario(scenario);
  const keepRuns = checkCount('keepRuns', options.keepRuns ?? 20);
  const { seed = randomInt(1_000_000), params, sabotage, noFault } = options;
  const plan = makePlan(withDefaultChecks(config, chosen, sabotage), {
    seed,
    ...(params === undefined ? {} : { params }),
    ...(sabotage === undefined ? {} : { sabotage }),
    ...(noFault === undefined ? {} : { noFault }),
  });
  const known = config.scenarios.some(({ name }) => name === chosen.name);
  const request = await makeRunRequest(plan, {
    ...options,
    config: known ? config : { ...config, scenarios: [...config.scenarios, chosen] },
  });
  const { executeRun } = await import('./execute-run.ts');
  const { report } = await executeRun(request);
  const { retainRuns } = await import('../reporting/store/retain-runs.ts');
  await retainRuns(request.scenarioFolder, keepRuns, request.runId);
  return report;
}

/**
 * Runs a plan on a fresh system and returns the evidence, which is on disk by then and not yet judged.
 *
 * @throws HarnessError as {@link runScenario}
 *
 * @example
 * const run = await runPlan(makePlan(workerKill, { seed: 7 }), { config });
 * const judged = judgeEvidence(run.evidence);
 * await writeReport(run.folder, makeReport(run, judged), judged.evidence);
 */
export async function runPlan(plan: Plan, options: RunOptions): Promise<CompletedRun> {
  const request = await makeRunRequest(parsePlan(plan), { ...options, config: checkConfig(options.config) });
  const { carryOut } = await import('./execute-run.ts');
  return await carryOut(request);
}
