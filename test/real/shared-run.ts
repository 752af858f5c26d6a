import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { loadConfig } from '../../harness/config/load-config.ts';
import { type Report, runScenario, type Scenario } from '../../harness/index.ts';
import { reportSchema } from '../../harness/model/report.ts';
import { withFolderLock } from '../../harness/processes/folder-lock.ts';
import { writeFileAtomically } from '../../harness/reporting/store/write-file-atomically.ts';
import { scenarioNamed, type WantedRun } from '../catalogue/wanted-run.ts';
import { projectFolder } from './run-scenario.ts';
import { ledgerIn, withOutsideAsService } from './services/outside-as-service.ts';
import { sourceDigest } from './source-digest.ts';

/** A run that several tests look at; none of them may change its folder. */
export interface SharedRun {
  readonly report: Report;
  /** The run's own folder. */
  readonly folder: string;
}

/** What is kept of a run: its report, or why there is none. */
type Kept = { readonly report: unknown } | { readonly error: string };

const LIMIT_MS = 300_000;

/**
 * Runs a scenario, or takes the run of it that another test has made of the same sources.
 *
 * @remarks Runs are kept in reports/test-runs, each in a folder of its own named by a digest of what was wanted and of all
 * sources; `npm test` begins with none. A lock lets one of several processes make it, and the others wait.
 * @throws Error where the run came to no report, for each test that wants it.
 */
export async function sharedRun(wanted: WantedRun): Promise<SharedRun> {
  const place = join(projectFolder, 'reports', 'test-runs', keyOf(wanted));
  const lock = {
    path: `${place}.lock`,
    limitMs: LIMIT_MS,
    signal: new AbortController().signal,
    onWait: () => undefined,
  };
  const kept = await withFolderLock(lock, async () => (await keptIn(place)) ?? (await make(wanted, place)));
  if ('error' in kept) throw new Error(`There is no report in ${place}: ${kept.error}`);
  const report = reportSchema.parse(kept.report);
  return { report, folder: join(place, 'runs', wanted.scenario, report.runId) };
}

function keyOf(wanted: WantedRun): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([wanted, sourceDigest()]))
    .digest('hex');
  const { stack, scenario, seed, sabotage, noFault, tls, outsideAsService } = wanted;
  const words = [
    stack,
    scenario,
    `s${seed}`,
    ...(sabotage === null ? [] : [sabotage]),
    ...(noFault ? ['no-fault'] : []),
    ...(tls ? ['tls'] : []),
    ...(outsideAsService ? ['service'] : []),
  ];
  return [...words, digest.slice(0, 12)].join('-');
}

async function keptIn(place: string): Promise<Kept | null> {
  const path = join(place, 'kept.json');
  return existsSync(path) ? (JSON.parse(await readFile(path, 'utf8')) as Kept) : null;
}

async function make(wanted: WantedRun, place: string): Promise<Kept> {
  await rm(place, { recursive: true, force: true });
  await mkdir(place, { recursive: true });
  const { stack, seed, params, noFault, tls, outsideAsService } = wanted;
  const sabotage = wanted.sabotage === null ? {} : { sabotage: wanted.sabotage };
  const own = await loadConfig(projectFolder);
  const config = outsideAsService ? withOutsideAsService(own, ledgerIn(place)) : own;
  const options = { config, projectFolder, reportsFolder: place, stack, seed, params, noFault, tls, ...sabotage };
  const kept = await runScenario(limited(wanted), options).then(
    (report): Kept => ({ report }),
    (error: unknown): Kept => ({ error: String(error) }),
  );
  await writeFileAtomically(join(place, 'kept.json'), JSON.stringify(kept));
  return kept;
}

/** The scenario, with the limit that was wanted in place of its own. */
function limited({ scenario, runTimeMs }: WantedRun): Scenario {
  const named = scenarioNamed(scenario);
  if (runTimeMs === null) return named;
  return { ...named, plan: (seed, params) => ({ ...named.plan(seed, params), runTimeMs }) };
}
