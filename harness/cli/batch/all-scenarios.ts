import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { buildAllureReport } from '../../allure/build-allure-report.ts';
import { chooseStack } from '../../app/choose-stack.ts';
import { describeSupabase, type NamedSupabase, refuseWithoutTls } from '../../app/own-plan.ts';
import { registryOf } from '../../app/registry.ts';
import { toHarnessError, wasInterrupted } from '../../errors.ts';
import type { ChaosConfig } from '../../model/config.ts';
import { type ExitCode, gravestExit } from '../../model/exit-code.ts';
import { hostOf } from '../../model/hosted-supabase.ts';
import { countOutcomes, SUMMARY_SCHEMA, type Summary, type SummaryRow } from '../../model/summary.ts';
import { renderSummaryConsole } from '../../reporting/batch/render-summary-console.ts';
import { removeSummary, summaryFiles, writeSummary } from '../../reporting/batch/write-summary.ts';
import { createBatchProgress } from '../../reporting/progress/batch-progress.ts';
import { wantsColour } from '../../reporting/text/paint.ts';
import { harnessVersion } from '../../version.ts';
import type { ScenarioFlags } from '../options/scenario-flags.ts';
import { exitCodeOfRows } from '../terminal/exit-code.ts';
import { listenForInterruption } from '../terminal/interruption.ts';
import { complain, say } from '../terminal/output.ts';
import { planBatch, runBatch } from './run-batch.ts';

/** The options of a run of all scenarios. */
export interface AllFlags
  extends Pick<ScenarioFlags, 'seed' | 'stack' | 'timeLimit' | 'keepRuns' | 'page' | 'json' | 'tls'> {
  /** The Supabase that every run is to use; null: each has its own. */
  readonly supabase: NamedSupabase | null;
}

const ALLURE_LIMIT_MS = 120_000;
const ALLURE_PAGE = ['allure', 'index.html'] as const;

/**
 * Runs every scenario that the stack can do, one after the other, each as a separate process. Shows and writes one
 * summary, and gives the exit code of the whole.
 *
 * @throws HarnessError of exit 64 before anything is started, if a scenario can't be planned or there is no such stack;
 * CHAOS_NOT_WRITABLE if an earlier summary can't be removed or a new one can't be written.
 */
export async function runAll(config: ChaosConfig, flags: AllFlags): Promise<ExitCode> {
  const startMs = performance.now();
  const startedAt = new Date().toISOString();
  using interruption = listenForInterruption();
  const { signal } = interruption;
  const { name: stack, reason } = await chooseStack(flags.stack, config);
  const seed = flags.seed ?? randomInt(1_000_000);
  const { keepRuns, tls = false } = flags;
  refuseWithoutTls(flags.supabase, tls);
  const planned = await planBatch(config, seed);
  const reportsFolder = join(process.cwd(), 'reports');
  await removeSummary(reportsFolder);
  const progress = createBatchProgress(process.stderr, { total: planned.length, json: flags.json === true });
  progress.note(
    `all ${planned.length} scenarios · seed ${seed} · ${stack} stack${tls ? ' by TLS' : ''} (${reason})${describeSupabase(flags.supabase)}`,
  );
  const timeLimitMs = flags.timeLimit ?? null;
  const existing = { supabase: flags.supabase !== null, temporal: config.temporal !== undefined };
  const place = { stack, existing, registry: registryOf(config) };
  const batch = { planned, ...place, seed, timeLimitMs, startMs, keepRuns, tls, signal, progress };
  const rows = await runBatch(batch).finally(() => progress.close());
  const page = flags.page ? await makePage(reportsFolder, rows) : 'none';
  const exit = exitOf(rows, { signal, page });
  const durationMs = performance.now() - startMs;
  const supabase = flags.supabase === null ? {} : { supabase: hostOf(flags.supabase) };
  const summary = summaryOf(rows, { stack, seed, startedAt, timeLimitMs, ...supabase, durationMs, exit }, signal);
  const isKept = await wroteSummary(reportsFolder, summary);
  show(summary, { json: flags.json === true, isKept, page });
  if (signal.aborted) complain(toHarnessError(signal.reason));
  return isKept ? exit : gravestExit([exit, 'harness']);
}

function summaryOf(
  rows: readonly SummaryRow[],
  facts: Omit<Summary, 'schema' | 'harness' | 'interrupted' | 'counts' | 'rows'>,
  signal: AbortSignal,
): Summary {
  return {
    schema: SUMMARY_SCHEMA,
    harness: harnessVersion(),
    ...facts,
    interrupted: wasInterrupted(signal),
    counts: countOutcomes(rows),
    rows: [...rows],
  };
}

type Page = 'made' | 'failed' | 'none';

/**
 * Makes the one Allure page, with every scenario that was run.
 *
 * @remarks No run makes it: it would be made anew for each. It is left out if there is nothing to show.
 */
async function makePage(reportsFolder: string, rows: readonly SummaryRow[]): Promise<Page> {
  if (!rows.some((row) => row.state === 'run')) return 'none';
  try {
    const signal = AbortSignal.timeout(ALLURE_LIMIT_MS);
    await buildAllureReport({ reportsFolder, resultsDir: null, signal });
    return 'made';
  } catch (error) {
    complain(toHarnessError(error));
    return 'failed';
  }
}

/** An error that was not caught ends the batch as Ctrl-C does, but the user did not interrupt it. */
function exitOf(
  rows: readonly SummaryRow[],
  { signal, page }: { readonly signal: AbortSignal; readonly page: Page },
): ExitCode {
  const failed = page === 'failed' ? (['harness'] as const) : [];
  if (!signal.aborted || wasInterrupted(signal)) {
    return gravestExit([exitCodeOfRows(rows, wasInterrupted(signal)), ...failed]);
  }
  return gravestExit(['harness', ...(countOutcomes(rows).invalid > 0 ? (['invalid'] as const) : [])]);
}

interface Shown {
  readonly json: boolean;
  /** Whether its files are there. */
  readonly isKept: boolean;
  readonly page: Page;
}

function show(summary: Summary, { json, isKept, page }: Shown): void {
  if (json) {
    say(JSON.stringify(summary, null, 2));
    return;
  }
  const files = isKept ? [summaryFiles.text, summaryFiles.json, summaryFiles.junit] : [];
  const allure = page === 'made' ? [join(...ALLURE_PAGE)] : [];
  const places = [...files, ...allure].map((file) => join('reports', file));
  say(renderSummaryConsole(summary, { colour: wantsColour(process.stdout), places }));
}

/** Shows the results even if their files can't be written; that costs exit code 70. */
async function wroteSummary(reportsFolder: string, summary: Summary): Promise<boolean> {
  try {
    await writeSummary(reportsFolder, summary);
    return true;
  } catch (error) {
    complain(toHarnessError(error));
    return false;
  }
}
