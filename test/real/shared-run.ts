import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { withFolderLock } from '../../harness/provision/folder-lock.ts';
import { writeFileAtomically } from '../../harness/reporting/store/write-file-atomically.ts';
import { planOf, type WantedRun } from '../catalogue/wanted-run.ts';
import { chaosMain, type Ended, projectFolder, reportOf, runProgram, type ScenarioEnded } from './run-scenario.ts';
import { sourceDigest } from './source-digest.ts';

/** A run that several tests look at; none of them may change its folder. */
export interface SharedRun extends ScenarioEnded {
  /** The run's own folder. */
  readonly folder: string;
}

const LIMIT_MS = 300_000;

/**
 * Runs a scenario as a user would, or takes the run of it that another test has made of the same sources.
 *
 * @remarks Runs are kept in reports/test-runs, each in a project folder of its own named by a digest of what was wanted and
 * of all sources; `npm test` begins with none. A lock lets one of several processes make it, and the others wait.
 * @throws Error with all that was printed where there is no report.
 */
export async function sharedRun(wanted: WantedRun): Promise<SharedRun> {
  const place = join(projectFolder, 'reports', 'test-runs', keyOf(wanted));
  const lock = {
    path: `${place}.lock`,
    limitMs: LIMIT_MS,
    signal: new AbortController().signal,
    onWait: () => undefined,
  };
  const ended = await withFolderLock(lock, async () => (await keptIn(place)) ?? (await make(wanted, place)));
  const { report } = reportOf(ended, place);
  const home = isApart(wanted) ? place : projectFolder;
  return { ...ended, report, folder: join(home, 'reports/runs', wanted.scenario, report.runId) };
}

function keyOf(wanted: WantedRun): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([wanted, sourceDigest()]))
    .digest('hex');
  const { stack, scenario, seed, sabotage, noFault } = wanted;
  const words = [
    stack,
    scenario,
    `s${seed}`,
    ...(sabotage === null ? [] : [sabotage]),
    ...(noFault ? ['no-fault'] : []),
  ];
  return [...words, digest.slice(0, 12)].join('-');
}

/** Workers in containers are found below the folder that their image was made of, which is the project's. */
function isApart({ stack }: WantedRun): boolean {
  return stack === 'embedded';
}

async function keptIn(place: string): Promise<Ended | null> {
  const path = join(place, 'ended.json');
  return existsSync(path) ? (JSON.parse(await readFile(path, 'utf8')) as Ended) : null;
}

async function make(wanted: WantedRun, place: string): Promise<Ended> {
  await rm(place, { recursive: true, force: true });
  await mkdir(place, { recursive: true });
  const real = relative(place, join(projectFolder, 'chaos.config.ts'));
  await writeFile(join(place, 'chaos.config.ts'), `export { config } from '${real}';\n`);
  const args = [
    chaosMain,
    'scenario',
    wanted.scenario,
    ...(await choicesOf(wanted, place)),
    '--stack',
    wanted.stack,
    '--json',
  ];
  const ended = await runProgram({ command: process.execPath, args, cwd: isApart(wanted) ? place : projectFolder });
  await writeFileAtomically(join(place, 'ended.json'), JSON.stringify(ended));
  return ended;
}

/** As flags; what no flag can say makes it a plan. */
async function choicesOf(wanted: WantedRun, place: string): Promise<readonly string[]> {
  const { seed, params, sabotage, noFault, runTimeMs } = wanted;
  if (runTimeMs !== null) {
    const path = join(place, 'plan.json');
    await writeFile(path, JSON.stringify(planOf(wanted)));
    return ['--plan', path];
  }
  const given = Object.entries(params).flatMap(([name, value]) => ['--param', `${name}=${value}`]);
  const broken = sabotage === null ? [] : ['--sabotage', sabotage];
  return ['--seed', String(seed), ...given, ...broken, ...(noFault ? ['--no-fault'] : [])];
}
