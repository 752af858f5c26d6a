import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plan } from '../model/plan.ts';

/** The Allure results of one run. */
export interface RunResults {
  /** The scenario with its sabotage, if any: runs of one experiment make one row of the report. */
  readonly experiment: string;
  readonly runId: string;
  readonly folder: string;
  /** When the result was written; null if there is none (yet). */
  readonly writtenMs: number | null;
}

/**
 * The folder of a run's Allure results; each run has another one, so that two runs at once don't meet.
 *
 * @param reportsFolder - `reports`
 */
export function allureResultsDir(reportsFolder: string, experiment: string, runId: string): string {
  return join(reportsFolder, 'allure-results', experiment, runId);
}

/** The name under which the runs of one experiment are gathered. */
export function experimentOf({ scenario, sabotage, schedule }: Plan): string {
  const broken = sabotage === null ? scenario : `${scenario}+${sabotage}`;
  return schedule.length === 0 ? `${broken}+no-fault` : broken;
}

/** How the experiment of an exploration begins. */
export const EXPLORATION_PREFIX = 'explore-';

/** All runs that left a folder of Allure results. */
export async function listResults(reportsFolder: string): Promise<readonly RunResults[]> {
  const root = join(reportsFolder, 'allure-results');
  const experiments = await foldersIn(root);
  const nested = experiments.map(async (experiment) => {
    const runs = await foldersIn(join(root, experiment));
    return await Promise.all(runs.map((runId) => resultsOf(reportsFolder, experiment, runId)));
  });
  return (await Promise.all(nested)).flat();
}

/** The results that the report shows: of the given run, and of each other experiment its latest. */
export function latestResults(all: readonly RunResults[], current: string | null): readonly RunResults[] {
  const latest = new Map<string, RunResults>();
  for (const results of all.toSorted((a, b) => (a.writtenMs ?? 0) - (b.writtenMs ?? 0))) {
    if (results.writtenMs === null) continue;
    if (latest.get(results.experiment)?.folder !== current || current === null) latest.set(results.experiment, results);
  }
  return [...latest.values()];
}

/**
 * Removes results that no report will show again.
 *
 * @remarks Results younger than an hour may belong to a run that is still going on, or that waits for its turn.
 */
export async function removeOldResults(
  all: readonly RunResults[],
  shown: readonly RunResults[],
  nowMs: number,
): Promise<void> {
  const kept = new Set(shown.map(({ folder }) => folder));
  for (const { folder, writtenMs } of all) {
    const bornMs = writtenMs ?? (await modifiedMs(folder)) ?? nowMs;
    if (!kept.has(folder) && nowMs - bornMs > HOUR_MS) await rm(folder, { recursive: true, force: true });
  }
}

const HOUR_MS = 3_600_000;

async function resultsOf(reportsFolder: string, experiment: string, runId: string): Promise<RunResults> {
  const folder = allureResultsDir(reportsFolder, experiment, runId);
  const names = await readdir(folder).catch(() => []);
  const result = names.find((name) => name.endsWith('-result.json'));
  return { experiment, runId, folder, writtenMs: result === undefined ? null : await modifiedMs(join(folder, result)) };
}

async function modifiedMs(path: string): Promise<number | null> {
  return await stat(path).then(
    (found) => found.mtimeMs,
    () => null,
  );
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}
