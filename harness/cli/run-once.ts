import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { allureResultsDir, experimentOf } from '../allure/allure-results.ts';
import { buildAllureReport } from '../allure/build-allure-report.ts';
import type { ChosenStack } from '../app/choose-stack.ts';
import { executeRun } from '../app/execute-run.ts';
import { newRunId } from '../app/run-id.ts';
import { HarnessError, toHarnessError } from '../errors.ts';
import { runScenarioInMocha } from '../mocha/run-scenario-in-mocha.ts';
import type { ChaosConfig } from '../model/config.ts';
import type { PhaseHooks } from '../model/phase-hooks.ts';
import type { Plan } from '../model/plan.ts';
import { type Report, reportSchema } from '../model/report.ts';
import { type ExitCode, exitCodes } from '../model/verdict.ts';
import { wantsColour } from '../reporting/progress/live-line.ts';
import { createProgress, type Progress } from '../reporting/progress/progress.ts';
import { renderConsole } from '../reporting/run/render-console.ts';
import { retainRuns } from '../reporting/store/retain-runs.ts';
import type { LiveSystem } from '../runner/run-context.ts';
import { keepUp } from './keep-up.ts';
import { exitCodeOf } from './terminal/exit-code.ts';
import { listenForInterruption } from './terminal/interruption.ts';
import { complain, say } from './terminal/output.ts';
import { showPhase } from './terminal/show-phase.ts';
import { describeSupabase, type NamedSupabase, ownPlan } from './validate/hosted-supabase.ts';

/** What a user chooses of a run beside its plan. */
export interface RunFlags {
  readonly keep?: true;
  readonly keepRuns: number;
  readonly json?: true;
  readonly stack: ChosenStack;
  /** The Supabase that it is to use; null: one of its own. */
  readonly supabase: NamedSupabase | null;
}

/** Where one run leaves what. */
interface Places {
  readonly projectFolder: string;
  readonly reportsFolder: string;
  readonly scenarioFolder: string;
  readonly folder: string;
  readonly resultsDir: string;
}

const ALLURE_LIMIT_MS = 60_000;

/**
 * Runs a plan as a Mocha test, shows it, reports it, and gives the exit code: from this run's report.json, read back.
 *
 * @throws HarnessError where there is no report of this run.
 */
export async function runOnce(config: ChaosConfig, asked: Plan, flags: RunFlags): Promise<ExitCode> {
  using interruption = listenForInterruption();
  const { signal } = interruption;
  const runId = newRunId(asked.seed);
  const own = ownPlan(config, asked, { runId, named: flags.supabase });
  const { plan } = own;
  const places = placesOf(plan, runId);
  await makeResultsDir(places);
  const progress = createProgress(process.stderr, { json: flags.json === true });
  progress.note(`${plan.scenario} · seed ${plan.seed} · ${stackOf(flags)} · run ${runId}`);
  let system: LiveSystem | null = null;
  const { error, uncaught } = await runScenarioInMocha({
    plan,
    runId,
    resultsDir: places.resultsDir,
    run: async (hooks) => {
      const { projectFolder, folder } = places;
      const base = { runId, ...own, config, stack: flags.stack, projectFolder, folder, keep: flags.keep === true };
      const shown = { hooks: showPhases(progress, hooks), progress: (line: string) => progress.note(line) };
      const outcome = await executeRun({ ...base, ...shown, signal });
      ({ system } = outcome);
      return outcome;
    },
  }).finally(() => progress.close());
  if (error !== null && !existsSync(places.folder)) {
    await rm(places.resultsDir, { recursive: true, force: true });
    throw error;
  }
  // Where the run couldn't be written down, neither can its picture.
  if (error instanceof HarnessError && error.code === 'CHAOS_NOT_WRITABLE') throw error;
  const allure = await makeAllureReport(places);
  if (error !== null) throw error;
  const report = await readReport(places.folder, runId);
  show(report, { places, flags, page: allure.page });
  const first = report.errors[0] ?? uncaught;
  if (first !== null) complain(first);
  await retainRuns(places.scenarioFolder, flags.keepRuns, runId);
  if (system !== null) await keepUp(system, signal);
  return withFailure(exitCodeOf(report), allure.page === null || uncaught !== null);
}

/** A failure of ours beside a good report is told of; harm that was found, or an interruption, more so. */
function withFailure(exit: ExitCode, failed: boolean): ExitCode {
  return failed && (exit === exitCodes.valid || exit === exitCodes.unknown) ? exitCodes.harness : exit;
}

function stackOf({ stack: { name, reason }, supabase }: RunFlags): string {
  return `${name} stack (${reason})${describeSupabase(supabase)}`;
}

function placesOf(plan: Plan, runId: string): Places {
  const projectFolder = process.cwd();
  const reportsFolder = join(projectFolder, 'reports');
  const scenarioFolder = join(reportsFolder, 'runs', plan.scenario);
  const resultsDir = allureResultsDir(reportsFolder, experimentOf(plan), runId);
  return { projectFolder, reportsFolder, scenarioFolder, folder: join(scenarioFolder, runId), resultsDir };
}

/** Mocha's reporter would fail in a handler of its own, where nobody catches it. */
async function makeResultsDir({ resultsDir }: Places): Promise<void> {
  try {
    await mkdir(resultsDir, { recursive: true });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const sentence = `Expected to make ${resultsDir}, but got: ${why}. Make the folder writable, or make room.`;
    throw new HarnessError('CHAOS_NOT_WRITABLE', sentence, { cause });
  }
}

/** The verdict must be shown whatever becomes of its picture; a report that can't be made is told of and costs a 70. */
async function makeAllureReport({ reportsFolder, resultsDir }: Places): Promise<{ readonly page: string | null }> {
  try {
    const signal = AbortSignal.timeout(ALLURE_LIMIT_MS);
    return { page: await buildAllureReport({ resultsDir, reportsFolder, signal }) };
  } catch (error) {
    complain(toHarnessError(error));
    return { page: null };
  }
}

interface Shown {
  readonly places: Places;
  readonly flags: RunFlags;
  readonly page: string | null;
}

function show(report: Report, { places, flags, page }: Shown): void {
  if (flags.json === true) {
    say(JSON.stringify(report, null, 2));
    return;
  }
  const short = (path: string): string => relative(places.projectFolder, path);
  const allure = page === null ? {} : { allure: short(page) };
  say(renderConsole(report, { colour: wantsColour(process.stdout), folder: short(places.folder), ...allure }));
}

function showPhases(progress: Progress, inner: PhaseHooks): PhaseHooks {
  return { phase: (phase, body) => showPhase(progress, phase, () => inner.phase(phase, body)) };
}

async function readReport(folder: string, runId: string): Promise<Report> {
  const path = join(folder, 'report.json');
  const report = reportSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (report.success && report.data.runId === runId) return report.data;
  const why = report.success ? `it is of run ${report.data.runId}` : 'it is not of its schema';
  throw new HarnessError('CHAOS_REPORT_FAILED', `Expected the report of run ${runId} in ${path}, but ${why}.`);
}
