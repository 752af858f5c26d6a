import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { planSchema } from '../../model/plan.ts';
import { type Report, reportSchema } from '../../model/report.ts';
import type { RunRow } from '../../model/summary.ts';
import { recoveryOf } from '../../reporting/batch/summarise-report.ts';
import { readJsonFile } from '../../reporting/store/read-json-file.ts';

/** How the latest run of a scenario ended. */
export interface LastRun {
  readonly runId: string;
  /** Relative to the project. */
  readonly folder: string;
  /** Null: it left no report, so it is under way, was killed, or its report can't be read. */
  readonly verdict: Report['verdict'] | null;
  /** Null: its plan can't be read. */
  readonly seed: number | null;
  readonly stack: Report['stack'] | null;
  /** The slowest unit of work, beside its bound; null if none had to recover. */
  readonly recovery: NonNullable<RunRow['recovery']>['longest'] | null;
}

/**
 * The latest run of a scenario in `reports/runs`; null if there is none.
 *
 * @remarks A run with a sabotage must fail, and one without the faults of the scenario proves nothing about it: neither
 * counts. One without a report, or whose plan can't be read, counts, so that no older success stands in its place.
 */
export async function lastRunOf(
  projectFolder: string,
  scenario: { readonly name: string; readonly faults: readonly string[] },
): Promise<LastRun | null> {
  const place = join('reports', 'runs', scenario.name);
  const entries = await readdir(join(projectFolder, place), { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  // The name of a run begins with the time of its start.
  for (const runId of folders.toSorted().toReversed()) {
    const folder = join(place, runId);
    const plan = await readJsonFile(join(projectFolder, folder, 'plan.json'), planSchema).catch(unreadable);
    if (!plan.ok) return { runId, folder, verdict: null, seed: null, stack: null, recovery: null };
    if (plan.value.sabotage !== null) continue;
    if (plan.value.schedule.length === 0 && scenario.faults.length > 0) continue;
    const read = await readJsonFile(join(projectFolder, folder, 'report.json'), reportSchema).catch(unreadable);
    const { seed } = plan.value;
    if (!read.ok) return { runId, folder, verdict: null, seed, stack: null, recovery: null };
    const { verdict, stack } = read.value;
    return { runId, folder, verdict, seed, stack, recovery: recoveryOf(read.value)?.longest ?? null };
  }
  return null;
}

/** A file of a newer harness must not keep the others from being listed. */
function unreadable(): { readonly ok: false } {
  return { ok: false };
}
