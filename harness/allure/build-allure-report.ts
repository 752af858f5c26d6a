import { spawn } from 'node:child_process';
import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { firstLine, HarnessError } from '../errors.ts';
import { asTyped } from '../model/as-typed.ts';
import { withFolderLock } from '../processes/folder-lock.ts';
import { writeFileAtomically, writeJson } from '../reporting/store/write-file-atomically.ts';
import { allureConfig } from './allure-config.ts';
import { readHistory, runsIn, withoutRuns, writeHistory } from './allure-history.ts';
import { EXPLORATION_PREFIX, latestResults, listResults, type RunResults, removeOldResults } from './allure-results.ts';
import { foreignLoads, withoutAnalytics } from './self-contained.ts';

/** The input of a report. */
export interface AllureReportOptions {
  /** `reports`. */
  readonly reportsFolder: string;
  /** The results of the run that just ended, which are always shown; null: the latest of every scenario. */
  readonly resultsDir: string | null;
  readonly signal: AbortSignal;
}

const LIMIT_MS = 60_000;
const WORK = 'work-';

/**
 * Makes reports/allure/index.html: one file with the latest run of each scenario and the history of those before.
 *
 * @remarks Each run has separate results and the report is made under a lock, so two runs at once both end up in it.
 * Allure runs as a separate process, with its output in reports/allure/generate.log. The page is replaced in one step,
 * and only by one that loads nothing from another host.
 * @returns the path of the page
 * @throws HarnessError CHAOS_REPORT_FAILED; CHAOS_NOT_WRITABLE with the error of the operating system.
 */
export async function buildAllureReport(options: AllureReportOptions): Promise<string> {
  try {
    const reportsFolder = resolve(options.reportsFolder);
    const { signal } = options;
    const lock = {
      path: join(reportsFolder, 'allure', 'making.lock'),
      limitMs: LIMIT_MS,
      signal,
      code: 'CHAOS_REPORT_FAILED',
    } as const;
    return await withFolderLock(lock, async () => build({ ...options, reportsFolder }));
  } catch (cause) {
    if (!(cause instanceof Error) || !('syscall' in cause)) throw cause;
    const expected = `Can't write below ${join(resolve(options.reportsFolder), 'allure')}`;
    const advice = asTyped('Make the folder writable, or make room; then make the report again with: npm run report');
    throw new HarnessError('CHAOS_NOT_WRITABLE', `${expected}: ${firstLine(cause.message)}. ${advice}`, {
      cause,
    });
  }
}

async function build(options: AllureReportOptions): Promise<string> {
  const { reportsFolder, signal } = options;
  const folder = join(reportsFolder, 'allure');
  const all = await listResults(reportsFolder);
  const shown = latestResults(all, options.resultsDir === null ? null : resolve(options.resultsDir));
  if (shown.length === 0) throw reportFailed('results of at least one run', `there are none in ${reportsFolder}`);
  await removeLeftOvers(folder);
  const work = await mkdtemp(join(folder, WORK));
  try {
    const html = await generate({ folder, work, shown, signal });
    const page = join(folder, 'index.html');
    await writeFileAtomically(page, html);
    await removeOldResults(all, shown, Date.now());
    return page;
  } finally {
    await rm(work, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Removes the remains of a harness that was killed; no other process works here while we hold the lock. */
async function removeLeftOvers(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.startsWith(WORK));
  await Promise.all(names.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}

interface Generation {
  readonly folder: string;
  readonly work: string;
  readonly shown: readonly RunResults[];
  readonly signal: AbortSignal;
}

async function generate({ folder, work, shown, signal }: Generation): Promise<string> {
  const kept = join(folder, 'history.jsonl');
  const historyPath = join(work, 'history.jsonl');
  const output = join(work, 'out');
  const points = await readHistory(kept);
  await writeHistory(historyPath, withoutRuns(points, new Set(shown.map(({ runId }) => runId))));
  const config = join(work, 'allurerc.json');
  const hasExplorations = shown.some(({ experiment }) => experiment.startsWith(EXPLORATION_PREFIX));
  await writeJson(config, allureConfig({ output, historyPath, hasExplorations }));
  await runAllure(['generate', '--config', config, '--cwd', work, ...shown.map((results) => results.folder)], {
    log: join(folder, 'generate.log'),
    work,
    signal,
  });
  const html = withoutAnalytics(await readPage(output));
  const foreign = foreignLoads(html);
  if (foreign.length > 0)
    throw reportFailed('a report that loads nothing from other hosts', `it loads ${foreign.join(', ')}`);
  const added = withoutRuns((await readHistory(historyPath)).slice(-1), runsIn(points));
  await writeHistory(kept, [...points, ...added]);
  return html;
}

async function runAllure(
  args: readonly string[],
  { log, work, signal }: { readonly log: string; readonly work: string; readonly signal: AbortSignal },
): Promise<void> {
  const cli = join(dirname(createRequire(import.meta.url).resolve('allure')), '..', 'cli.js');
  await using output = await open(log, 'w');
  const limited = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
  const ended = Promise.withResolvers<string | null>();
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: work,
    stdio: ['ignore', output.fd, output.fd],
    signal: limited,
    killSignal: 'SIGKILL',
  });
  child.once('error', (error) => ended.resolve(error.message));
  child.once('exit', (code, ended_) =>
    ended.resolve(code === 0 ? null : `it ended with ${code ?? ended_ ?? 'nothing'}`),
  );
  const why = await ended.promise;
  signal.throwIfAborted();
  if (why !== null) throw reportFailed('Allure to make the report', `${why}; see ${log}`);
}

async function readPage(output: string): Promise<string> {
  const places = [join(output, 'index.html'), join(output, 'awesome', 'index.html')];
  for (const place of places) {
    const html = await readFile(place, 'utf8').catch(() => null);
    if (html !== null) return html;
  }
  throw reportFailed('Allure to write one page', `there is none in ${output}`);
}

function reportFailed(expected: string, found: string): HarnessError {
  const advice = asTyped('The run itself is in its run folder; make the report again with: npm run report');
  return new HarnessError('CHAOS_REPORT_FAILED', `Expected ${expected}, but ${found}. ${advice}`);
}
