import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { allureResultsDir, experimentOf } from '../allure/allure-results.ts';
import { buildAllureReport } from '../allure/build-allure-report.ts';
import { executeRun } from '../app/execute-run.ts';
import { describeExisting } from '../app/on-temporal.ts';
import { describeSupabase, type NamedSupabase } from '../app/own-plan.ts';
import { makeRunRequest, type RunRequest } from '../app/run-request.ts';
import { HarnessError, messageOf, toHarnessError } from '../errors.ts';
import { runScenarioInMocha } from '../mocha/run-scenario-in-mocha.ts';
import type { ChaosConfig } from '../model/config.ts';
import { type ExitCode, gravestExit } from '../model/exit-code.ts';
import type { PhaseHooks } from '../model/phase-hooks.ts';
import type { Plan } from '../model/plan.ts';
import { type Report, reportSchema } from '../model/report.ts';
import { createRunProgress, type RunProgress } from '../reporting/progress/run-progress.ts';
import { renderConsole } from '../reporting/run/render-console.ts';
import { docsFrom } from '../reporting/store/docs-from.ts';
import { retainRuns } from '../reporting/store/retain-runs.ts';
import { wantsColour } from '../reporting/text/paint.ts';
import type { ScenarioFlags } from './options/scenario-flags.ts';
import { exitCodeOf } from './terminal/exit-code.ts';
import { listenForInterruption } from './terminal/interruption.ts';
import { keepUp } from './terminal/keep-up.ts';
import { complain, say } from './terminal/output.ts';
import { showPhase } from './terminal/show-phase.ts';

/** The choices of a user for a run, beside its plan. */
export interface RunFlags
  extends Pick<ScenarioFlags, 'keep' | 'keepRuns' | 'page' | 'json' | 'stack' | 'monitoring' | 'tls'> {
  /** A Supabase that exists already; null: the run starts one. */
  readonly supabase: NamedSupabase | null;
}

const ALLURE_LIMIT_MS = 60_000;

/**
 * Runs a plan as a Mocha test, shows it, reports it, and returns the exit code of the report.json that was written.
 *
 * @throws HarnessError if there is no report of this run.
 */
export async function runOnce(config: ChaosConfig, plan: Plan, flags: RunFlags): Promise<ExitCode> {
  using interruption = listenForInterruption();
  const { signal } = interruption;
  const { stack, supabase, keep = false, monitoring = false, tls = false } = flags;
  const asked = { config, stack, supabase, keep, monitoring, tls, signal };
  const request = await makeRunRequest(plan, asked);
  const reportsFolder = join(request.projectFolder, 'reports');
  const resultsDir = allureResultsDir(reportsFolder, experimentOf(request.plan), request.runId);
  await makeResultsDir(resultsDir);
  const { outcome, error, uncaught } = await runShown(request, { resultsDir, flags });
  if (error !== null && !existsSync(request.folder)) {
    await rm(resultsDir, { recursive: true, force: true });
    throw error;
  }
  // A run without written files can't be pictured either.
  if (error?.code === 'CHAOS_NOT_WRITABLE') throw error;
  const page = flags.page ? await makeAllureReport(reportsFolder, resultsDir) : null;
  const isPageMissing = flags.page && page === null;
  if (error !== null) throw error;
  const report = await readReport(request.folder, request.runId);
  show(report, { request, flags, page });
  const first = report.errors[0] ?? uncaught;
  if (first !== null) complain(first);
  await retainRuns(request.scenarioFolder, flags.keepRuns, request.runId);
  if (outcome !== null && outcome.system !== null) await keepUp(outcome.system, signal);
  return gravestExit([exitCodeOf(report), ...(isPageMissing || uncaught !== null ? (['harness'] as const) : [])]);
}

interface Shown {
  readonly resultsDir: string;
  readonly flags: RunFlags;
}

/** Runs as a Mocha test, with its progress on standard error. */
async function runShown(
  request: RunRequest,
  { resultsDir, flags }: Shown,
): ReturnType<typeof runScenarioInMocha<Awaited<ReturnType<typeof executeRun>>>> {
  const { plan, runId, stack } = request;
  const progress = createRunProgress(process.stderr, { json: flags.json === true });
  const place = `${stack.name} stack${request.tls ? ' by TLS' : ''} (${stack.reason})${describeSupabase(flags.supabase)}${describeExisting(request.temporal)}`;
  progress.note(`${plan.scenario} · seed ${plan.seed} · ${place} · run ${runId}`);
  return await runScenarioInMocha({
    plan,
    runId,
    resultsDir,
    run: (hooks) =>
      executeRun({ ...request, hooks: showPhases(progress, hooks), progress: (line) => progress.note(line) }),
  }).finally(() => progress.close());
}

function showPhases(progress: RunProgress, inner: PhaseHooks): PhaseHooks {
  return { phase: (phase, body) => showPhase(progress, phase, () => inner.phase(phase, body)) };
}

/** Mocha's reporter would fail in an event handler, where no error is caught. */
async function makeResultsDir(resultsDir: string): Promise<void> {
  try {
    await mkdir(resultsDir, { recursive: true });
  } catch (cause) {
    const sentence = `Can't make ${resultsDir}: ${messageOf(cause)}. Make the folder writable, or free some space.`;
    throw new HarnessError('CHAOS_NOT_WRITABLE', sentence, { cause });
  }
}

/** The verdict is shown even if its page cannot be made; that costs exit code 70. */
async function makeAllureReport(reportsFolder: string, resultsDir: string): Promise<string | null> {
  try {
    return await buildAllureReport({ resultsDir, reportsFolder, signal: AbortSignal.timeout(ALLURE_LIMIT_MS) });
  } catch (error) {
    complain(toHarnessError(error));
    return null;
  }
}

interface ShownReport {
  readonly request: RunRequest;
  readonly flags: RunFlags;
  readonly page: string | null;
}

function show(report: Report, { request, flags, page }: ShownReport): void {
  if (flags.json === true) {
    say(JSON.stringify(report, null, 2));
    return;
  }
  const short = (path: string): string => relative(request.projectFolder, path);
  const allure = page === null ? {} : { allure: short(page) };
  say(
    renderConsole(report, {
      colour: wantsColour(process.stdout),
      folder: short(request.folder),
      ...allure,
      docsAt: docsFrom(request.projectFolder),
    }),
  );
}

async function readReport(folder: string, runId: string): Promise<Report> {
  const path = join(folder, 'report.json');
  const report = reportSchema.safeParse(JSON.parse(await readFile(path, 'utf8')));
  if (report.success && report.data.runId === runId) return report.data;
  const why = report.success ? `it is of run ${report.data.runId}` : 'it is not of its schema';
  throw new HarnessError('CHAOS_REPORT_FAILED', `${path} is not the report of run ${runId}: ${why}.`);
}
