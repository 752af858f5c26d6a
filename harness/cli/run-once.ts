import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { HarnessError } from '../errors.ts';
import { allureResultsDir } from '../mocha/allure-results.ts';
import { buildAllureReport } from '../mocha/build-allure-report.ts';
import { runScenarioInMocha } from '../mocha/run-scenario-in-mocha.ts';
import type { ChaosConfig } from '../model/config.ts';
import type { PhaseHooks } from '../model/phase-hooks.ts';
import type { Plan } from '../model/plan.ts';
import { type Report, reportSchema } from '../model/report.ts';
import type { ExitCode } from '../model/verdict.ts';
import { keepRuns } from '../reporting/keep-runs.ts';
import { createProgress, type Progress, wantsColour } from '../reporting/progress.ts';
import { renderConsole } from '../reporting/render-console.ts';
import type { LiveSystem } from '../runner/run-context.ts';
import { executeRun } from './execute-run.ts';
import { exitCodeOf } from './exit-code.ts';
import { listenForInterruption } from './interruption.ts';
import { keepUp } from './keep-up.ts';
import { say } from './output.ts';
import { newRunId } from './run-id.ts';

/** What a user chooses of a run beside its plan. */
export interface RunFlags {
  readonly keep?: true;
  readonly keepRuns: number;
  readonly json?: true;
}

/**
 * Runs a plan as a Mocha test, shows it, reports it, and gives the exit code: from this run's report.json, read back.
 *
 * @throws HarnessError where there is no report of this run.
 */
export async function runOnce(config: ChaosConfig, plan: Plan, flags: RunFlags): Promise<ExitCode> {
  using interruption = listenForInterruption();
  const projectFolder = process.cwd();
  const reportsFolder = join(projectFolder, 'reports');
  const runId = newRunId(plan.seed);
  const scenarioFolder = join(reportsFolder, 'runs', plan.scenario);
  const folder = join(scenarioFolder, runId);
  const resultsDir = allureResultsDir(reportsFolder, plan.scenario, runId);
  const progress = createProgress(process.stderr, { json: flags.json === true });
  const { signal } = interruption;
  progress.note(`${plan.scenario} · seed ${plan.seed} · embedded stack (there is no other yet) · run ${runId}`);
  let system: LiveSystem | null = null;
  const { error } = await runScenarioInMocha({
    ...{ plan, runId, resultsDir },
    run: async (hooks) => {
      const shown = showPhases(progress, hooks);
      const request = { runId, plan, config, projectFolder, folder, keep: flags.keep === true, signal, hooks: shown };
      const outcome = await executeRun({ ...request, progress: (line) => progress.note(line) });
      ({ system } = outcome);
      return outcome;
    },
  }).finally(() => progress.close());
  if (error !== null) throw error;
  const report = await readReport(folder, runId);
  const allure = await buildAllureReport({ resultsDir, reportsFolder, signal: AbortSignal.timeout(60_000) });
  await keepRuns(scenarioFolder, flags.keepRuns, runId);
  if (flags.json === true) say(JSON.stringify(report, null, 2));
  else say(renderConsole(report, { colour: wantsColour(process.stdout), folder, allure }));
  if (system !== null) await keepUp(system, interruption.signal);
  return exitCodeOf(report);
}

function showPhases(progress: Progress, inner: PhaseHooks): PhaseHooks {
  return {
    phase: async (phase, body) => {
      progress.phaseStarted(phase);
      try {
        const result = await inner.phase(phase, body);
        progress.phaseEnded(phase, 'ok');
        return result;
      } catch (error) {
        progress.phaseEnded(phase, 'error');
        throw error;
      }
    },
  };
}

async function readReport(folder: string, runId: string): Promise<Report> {
  const path = join(folder, 'report.json');
  const report = reportSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (report.success && report.data.runId === runId) return report.data;
  const why = report.success ? `it is of run ${report.data.runId}` : 'it is not of its schema';
  throw new HarnessError('CHAOS_REPORT_FAILED', `Expected the report of run ${runId} in ${path}, but ${why}.`);
}
