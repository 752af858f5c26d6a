import { readdir, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';

/**
 * Removes the oldest run folders of a scenario, so that no more than `keep` are left.
 *
 * @remarks Two runs at once may both tidy up: a folder that is gone already is no error. A run that is still going on
 * is among the newest, which are kept.
 * @param scenarioFolder - `reports/runs/<scenario>`
 * @param current - the run folder, or run id, that is never removed
 * @returns the run ids that were removed
 */
export async function retainRuns(scenarioFolder: string, keep: number, current: string): Promise<readonly string[]> {
  const names = await readdir(scenarioFolder, { withFileTypes: true });
  const folders = names.filter((entry) => entry.isDirectory() && entry.name !== basename(current));
  const aged = await Promise.all(
    folders.map(async ({ name }) => {
      const found = await stat(join(scenarioFolder, name)).catch(() => null);
      return { name, bornMs: found === null ? 0 : found.birthtimeMs };
    }),
  );
  const newestFirst = aged.toSorted((a, b) => b.bornMs - a.bornMs || (a.name < b.name ? 1 : -1));
  const surplus = newestFirst.slice(Math.max(0, keep - 1)).map(({ name }) => name);
  await Promise.all(surplus.map((name) => rm(join(scenarioFolder, name), { recursive: true, force: true })));
  return surplus;
}
