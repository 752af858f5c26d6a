import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { HarnessError } from '../../errors.ts';
import { type Evidence, type Versions, versionsSchema } from '../../model/evidence.ts';
import { type Plan, planDigest, planSchema } from '../../model/plan.ts';
import { type Report, reportSchema } from '../../model/report.ts';
import { type Books, readBooks } from './read-books.ts';
import { readJournal } from './read-journal.ts';
import { readJsonFile } from './read-json-file.ts';
import { type Manifest, manifestSchema, runFiles } from './run-folder-layout.ts';

/** A run folder, read back. */
export interface RunFolder {
  readonly plan: Plan;
  /** Everything but the landings, which are computed from the fault registry. */
  readonly evidence: Omit<Evidence, 'landings'>;
  /** The report as it was written; null if there is none. */
  readonly report: Report | null;
  /**
   * The missing or incomplete parts, as sentences; empty for a whole folder.
   *
   * @remarks If it is not empty nothing is proved, with any results of the checks.
   */
  readonly incomplete: readonly string[];
}

/**
 * Reads a run folder so that it can be judged again.
 *
 * @remarks A book that is missing or cut short is `unavailable`; if the journal or the manifest is, no book can be
 * trusted to be whole, and all are. A book that is whole is believed, even if it was edited.
 * @throws HarnessError CHAOS_BAD_RUN_FOLDER if there is no folder or no plan, or a file is newer than this harness.
 */
export async function readRunFolder(folder: string): Promise<RunFolder> {
  const plan = await readPlan(folder);
  const manifest = await readJsonFile(join(folder, runFiles.manifest), manifestSchema);
  const told = manifest.ok ? manifest.value.journal : null;
  const journal = await readJournal(join(folder, runFiles.journal), told);
  const defects = [manifest.ok ? null : manifest.reason, journal.defect].filter((defect) => defect !== null);
  const books = await readBooks(folder, manifest.ok ? manifest.value : null, defects[0] ?? null);
  const versions = await readJsonFile(join(folder, runFiles.versions), versionsSchema);
  const report = await readJsonFile(join(folder, runFiles.report), reportSchema);
  return {
    plan,
    evidence: { plan, journal: journal.entries, ...books.books, versions: versions.ok ? versions.value : noVersions },
    report: report.ok ? report.value : null,
    incomplete: [
      ...defects,
      ...books.incomplete,
      ...(manifest.ok ? changedSince(manifest.value, plan, books.books) : []),
      ...(versions.ok ? [] : [versions.reason]),
      ...(report.ok ? [] : [report.reason]),
    ],
  };
}

/** The differences between the manifest and the folder. */
function changedSince(manifest: Manifest, plan: Plan, books: Books): readonly string[] {
  const otherPlan = manifest.plan === planDigest(plan) ? [] : ['plan.json is not the plan that was run'];
  const counts = Object.entries(books).flatMap(([name, book]) => {
    const written = manifest.books[name] ?? null;
    if (book.state === 'unavailable' || book.rows.length === written) return [];
    return [`${name} has ${book.rows.length} rows, but ${written ?? 'none'} were collected`];
  });
  return [...otherPlan, ...counts];
}

const noVersions: Versions = {
  harness: 'unknown',
  node: 'unknown',
  platform: 'unknown',
  temporal: 'unknown',
  toxiproxy: 'unknown',
  postgresql: 'unknown',
  temporalSdk: 'unknown',
  bundleHash: null,
};

async function readPlan(folder: string): Promise<Plan> {
  const isFolder = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!isFolder) throw badFolder(`There is no run folder at ${folder}.`);
  const plan = await readJsonFile(join(folder, runFiles.plan), planSchema);
  if (!plan.ok) throw badFolder(`The plan of the run in ${folder} can't be used: ${plan.reason}.`);
  return plan.value;
}

function badFolder(sentence: string): HarnessError {
  const advice = 'Give the folder of one run, such as reports/runs/<scenario>/<run-id>.';
  return new HarnessError('CHAOS_BAD_RUN_FOLDER', `${sentence} ${advice}`);
}
