import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { allureResultsDir } from '../allure/allure-results.ts';
import { buildAllureReport } from '../allure/build-allure-report.ts';
import { executeExploration } from '../app/execute-exploration.ts';
import { type ExplorationRequest, makeExplorationRequest } from '../app/exploration-request.ts';
import { describeExisting } from '../app/on-temporal.ts';
import { describeSupabase, type NamedSupabase } from '../app/own-plan.ts';
import { toHarnessError } from '../errors.ts';
import type { ExplorationListener } from '../exploration/exploration-listener.ts';
import { runExplorationInMocha } from '../mocha/run-exploration-in-mocha.ts';
import type { ChaosConfig } from '../model/config.ts';
import { type ExitCode, gravestExit } from '../model/exit-code.ts';
import { MOST_OF_A_KIND } from '../model/explained-finding.ts';
import type { Exploration } from '../model/exploration.ts';
import type { ExplorationDiff } from '../model/exploration-diff.ts';
import { mergeVerdicts } from '../model/verdict.ts';
import { diffExplorations } from '../reporting/exploration/diff-explorations.ts';
import { explorationExperiment } from '../reporting/exploration/exploration-tests.ts';
import { readEarlier } from '../reporting/exploration/read-exploration.ts';
import { renderExplorationConsole } from '../reporting/exploration/render-exploration-console.ts';
import { renderExplorationDiff } from '../reporting/exploration/render-exploration-diff.ts';
import { renderExplorationJson } from '../reporting/exploration/render-exploration-json.ts';
import {
  explorationFiles,
  writeExploration,
  writeExplorationDiff,
} from '../reporting/exploration/write-exploration.ts';
import {
  createExplorationProgress,
  type ExplorationProgress,
  sayFailed,
} from '../reporting/progress/exploration-progress.ts';
import { docsFrom } from '../reporting/store/docs-from.ts';
import { retainRuns } from '../reporting/store/retain-runs.ts';
import { wantsColour } from '../reporting/text/paint.ts';
import { type GivenSystem, proposeConfig } from './given-system.ts';
import { type ExploreFlags, exploreOptions } from './options/explore-flags.ts';
import { exitCodeOf } from './terminal/exit-code.ts';
import { listenForInterruption } from './terminal/interruption.ts';
import { complain, say } from './terminal/output.ts';
import { showPhase } from './terminal/show-phase.ts';

const ALLURE_LIMIT_MS = 120_000;

/**
 * Explores, shows, reports, and gives the exit code.
 *
 * @throws HarnessError before anything is started: an unreadable earlier exploration, a folder that can't be written.
 */
export async function runExploration(
  config: ChaosConfig,
  workflow: string,
  flags: ExploreFlags & { readonly supabase: NamedSupabase | null; readonly system?: GivenSystem },
): Promise<ExitCode> {
  // First: without the comparison that is asked for, there is no need to explore.
  const before = flags.diff === undefined ? null : await readEarlier(flags.diff, workflow);
  limitYoungGeneration();
  using interruption = listenForInterruption();
  const { signal } = interruption;
  const progress = createExplorationProgress(process.stderr, { json: flags.json === true });
  const listener = listenerOf(progress);
  const given = flags.system === undefined ? {} : { systemWords: flags.system.words };
  const asked = { ...exploreOptions(flags), ...given, supabase: flags.supabase, config, signal, listener };
  const request = await makeExplorationRequest(workflow, asked);
  const { runId, folder, workflowFolder, projectFolder } = request;
  progress.note(headOf(request, flags.supabase));
  const explored = await executeExploration(request).finally(() => progress.close());
  const diff = before === null ? null : diffExplorations(before, explored);
  const { exploration, isKept } = await writeDown(folder, explored, diff);
  const reportsFolder = join(projectFolder, 'reports');
  const allure = isKept
    ? await reportToAllure(exploration, { folder, reportsFolder, makesPage: flags.page })
    : { isReported: false, page: null };
  show(exploration, {
    folder: relative(projectFolder, folder),
    json: flags.json === true,
    isKept,
    page: allure.page,
    diff,
  });
  if (flags.system !== undefined) await propose(flags.system, exploration, flags);
  const [first] = exploration.errors;
  if (first !== undefined) complain(first);
  await retainRuns(workflowFolder, flags.keepRuns, runId);
  const exit = exitCodeOf(exploration);
  return allure.isReported ? exit : gravestExit([exit, 'harness']);
}

function headOf(
  { workflow, seed, stack, temporal, runId }: ExplorationRequest,
  supabase: NamedSupabase | null,
): string {
  const place = `${stack.name} stack${describeSupabase(supabase)}${describeExisting(temporal)}`;
  return `explore ${workflow} · seed ${seed} · ${place} · run ${runId}`;
}

/** Shows or writes the configuration that a command line stood for, once it is known to be one of a running system. */
async function propose(system: GivenSystem, { cases }: Exploration, flags: ExploreFlags): Promise<void> {
  if (cases.length === 0) return;
  const lines = await proposeConfig(system, flags.writeConfig === true);
  if (flags.json !== true) say(`${lines.join('\n')}\n`);
}

interface WrittenDown {
  readonly exploration: Exploration;
  readonly isKept: boolean;
}

/** Shows the results even if their files can't be written; but results that aren't kept prove nothing to others. */
async function writeDown(folder: string, explored: Exploration, diff: ExplorationDiff | null): Promise<WrittenDown> {
  try {
    await writeExploration(folder, explored);
    if (diff !== null) await writeExplorationDiff(folder, diff);
    return { exploration: explored, isKept: true };
  } catch (thrown) {
    const { code, message } = toHarnessError(thrown);
    const verdict = mergeVerdicts([explored.verdict, 'unknown']);
    return { exploration: { ...explored, verdict, errors: [...explored.errors, { code, message }] }, isKept: false };
  }
}

/**
 * Keeps V8's young generation at the size at which it begins.
 *
 * @remarks Otherwise it grows to many times that size, and the old generation with it: the process then takes up to
 * 700 MB, of which fewer than 100 are in use (measured; the time is the same). `npm run explore` starts Node with
 * `--max-semi-space-size=4`, which does more: 300 MB instead of 510. A process started in another way has at least this.
 */
function limitYoungGeneration(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

function listenerOf(progress: ExplorationProgress): ExplorationListener {
  let failing = 0;
  const failed: ExplorationListener['failed'] = (result) => {
    failing += 1;
    if (failing <= MOST_OF_A_KIND) progress.tell(sayFailed(result));
    else if (failing === MOST_OF_A_KIND + 1) progress.note('More points fail; they are counted at the end.');
  };
  return {
    phase: (phase, body) => showPhase(progress, phase, body),
    advanced: (step) => progress.advanced(step),
    failed,
    note: (line) => progress.note(line),
  };
}

interface Shown {
  /** The exploration as the reader sees it. */
  readonly folder: string;
  readonly json: boolean;
  /** Whether its files are there. */
  readonly isKept: boolean;
  readonly page: string | null;
  /** The changes since an earlier exploration; null if none was named. */
  readonly diff: ExplorationDiff | null;
}

function show(exploration: Exploration, { folder, json, isKept, page, diff }: Shown): void {
  if (json) {
    say(renderExplorationJson(exploration, diff));
    return;
  }
  const { page: maps, text, json: data } = explorationFiles;
  const places = isKept ? [maps, text, data].map((file) => join(folder, file)) : [];
  const allure = page === null ? [] : [join('reports', 'allure', 'index.html')];
  const colour = wantsColour(process.stdout);
  say(
    renderExplorationConsole(exploration, {
      colour,
      places: [...places, ...allure],
      folder,
      docsAt: docsFrom(process.cwd()),
    }),
  );
  if (diff !== null) say(renderExplorationDiff(diff, { colour }));
}

interface AllureOptions {
  readonly folder: string;
  readonly reportsFolder: string;
  readonly makesPage: boolean;
}

interface AllureReport {
  /** Whether all that was asked for was made. */
  readonly isReported: boolean;
  readonly page: string | null;
}

/** Shows the results even if their page can't be made; a failed page is reported and costs exit code 70. */
async function reportToAllure(
  exploration: Exploration,
  { folder, reportsFolder, makesPage }: AllureOptions,
): Promise<AllureReport> {
  const resultsDir = allureResultsDir(reportsFolder, explorationExperiment(exploration), exploration.runId);
  try {
    await mkdir(resultsDir, { recursive: true });
    const { uncaught } = await runExplorationInMocha({ exploration, folder, resultsDir });
    if (uncaught !== null) throw uncaught;
    if (!makesPage) return { isReported: true, page: null };
    const signal = AbortSignal.timeout(ALLURE_LIMIT_MS);
    return { isReported: true, page: await buildAllureReport({ resultsDir, reportsFolder, signal }) };
  } catch (error) {
    complain(toHarnessError(error));
    return { isReported: false, page: null };
  }
}
