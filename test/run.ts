/**
 * `npm test`: what proves this harness, and one line at the end that counts it.
 *
 *   npm test                            everything but Docker
 *   npm test -- --docker                with the Docker part
 *   npm run test:docker                 the Docker part alone
 *   npm test -- --ci                    with more runs and the package, as .ci/run calls it
 *   npm run test:full                   everything, with long hunts, repetitions and the benchmark
 *   npm test -- --only stack,scenarios  some parts
 */
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findEngine } from '../harness/engine/find-engine.ts';
import { toHarnessError } from '../harness/errors.ts';
import { findCompose } from '../harness/provision/servers/find-compose.ts';
import { findServer } from '../harness/provision/servers/find-server.ts';
import { unfitFor } from './catalogue/fit-scenarios.ts';
import { withCompileCache } from './compile-cache.ts';
import { ensureImages } from './ensure-images.ts';
import { prepare } from './languages.ts';
import { allParts, ciParts, dockerParts, fullParts, type Part, projectFolder, testParts } from './parts.ts';
import { type PartRun, runPart } from './run-part.ts';
import { keepTimes, renderFailures, renderTimes } from './times/test-times.ts';

const NO_ENGINE = 'unix:///dev/null/no-engine.sock';

const { values: flags } = parseArgs({
  options: {
    full: { type: 'boolean' },
    docker: { type: 'boolean' },
    ci: { type: 'boolean' },
    only: { type: 'string' },
  },
});
const only = flags.only?.split(',');
const languagesMissing: string[] = [];
const chosen = await withoutMissingLanguages(chooseParts());

const reports = join(projectFolder, 'reports');
const timesFolder = join(reports, 'test-times');
// Runs are shared within one call: what an earlier one has left proves nothing of this one.
for (const folder of ['test-runs', 'test-times']) await rm(join(reports, folder), { recursive: true, force: true });
await mkdir(timesFolder, { recursive: true });

const noEngine = chosen.some((part) => part.engine) ? await whyNoEngine() : null;
const env = await environment();
const done: PartRun[] = [];
for (const part of chosen.filter((one) => hostOf(one) === undefined)) {
  const companions = chosen.filter((one) => hostOf(one) === part);
  const beside = companions.map(runUnseen);
  done.push(await runSeen(part));
  for (const { run, text } of await Promise.all(beside)) {
    process.stdout.write(text);
    done.push(run);
  }
}

console.log(`\n${renderTimes(done)}\n`);
await keepTimes(join(reports, 'test-times.json'), done);
for (const line of notRun()) console.log(`Not run: ${line}`);
const [passed, failed] = [sum(done.map((run) => run.passed)), sum(done.map((run) => run.failed))];
process.stdout.write(renderFailures(done));
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;

function chooseParts(): readonly Part[] {
  if (only === undefined) {
    const docker = flags.docker === true || flags.full === true ? dockerParts : [];
    const packed = flags.ci === true || flags.full === true ? ciParts : [];
    return [...testParts, ...packed, ...docker, ...(flags.full === true ? fullParts : [])];
  }
  const known = allParts.map(({ name }) => name);
  const unknown = only.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(', ')}. There are: ${known.join(', ')}.`);
  return allParts.filter(({ name }) => only.includes(name));
}

/** The chosen part that another one runs beside. */
function hostOf({ beside }: Part): Part | undefined {
  return chosen.find(({ name }) => name === beside);
}

async function runSeen(part: Part): Promise<PartRun> {
  console.log(headOf(part));
  const run = notReady(part) ?? (await runPart(part, shownTo(part)));
  console.log(footOf(run));
  return run;
}

/** Runs a part beside another; what it printed is for when both have ended. */
async function runUnseen(part: Part): Promise<{ readonly run: PartRun; readonly text: string }> {
  let text = '';
  const print = (more: string): void => {
    text += more;
  };
  const run = notReady(part) ?? (await runPart(part, shownTo(part), print));
  return { run, text: `${headOf(part)}\n${text}${footOf(run)}\n` };
}

function headOf({ name, proves }: Part): string {
  return `\n── ${name}: ${proves}`;
}

function footOf({ part, passed, failed, ms }: PartRun): string {
  return `── ${part}: ${passed} passed, ${failed} failed in ${(ms / 1000).toFixed(1)} s`;
}

/** Prepares the languages of the parts, and leaves out those that cannot be had here. */
async function withoutMissingLanguages(parts: readonly Part[]): Promise<readonly Part[]> {
  const kept: Part[] = [];
  for (const part of parts) {
    const readiness = part.language === undefined ? null : await prepare(part.language);
    if (readiness === null || readiness.ready) kept.push(part);
    else languagesMissing.push(`${part.name}: ${readiness.reason}.`);
    if (readiness?.ready === true) Object.assign(process.env, readiness.env);
  }
  return kept;
}

/** A part that was asked for and can't be run has failed. */
function notReady(part: Part): PartRun | null {
  if (part.engine !== true || noEngine === null) return null;
  console.log(noEngine);
  return { part: part.name, ms: 0, passed: 0, failed: 1, tests: [] };
}

/** Why no part that needs a container engine can be run: there is none, or its images could not be made. */
async function whyNoEngine(): Promise<string | null> {
  return findEngine().then(
    async () => ((await ensureImages()) ? null : 'The images could not be made.'),
    (error: unknown) => toHarnessError(error).message,
  );
}

/** The servers are found (or made) once, before any test. */
async function environment(): Promise<NodeJS.ProcessEnv> {
  const options = { signal: new AbortController().signal, progress: (line: string) => console.log(line) };
  const temporal = await findServer('temporal', options);
  const toxiproxy = await findServer('toxiproxy', options);
  if (chosen.some((part) => part.engine)) await findCompose(options);
  const found = { CHAOS_TEMPORAL_PATH: temporal.path, CHAOS_TOXIPROXY_PATH: toxiproxy.path };
  // A Supabase that the user's shell names is no part of what is tested.
  const { SUPABASE_URL: _url, SUPABASE_KEY: _key, ...own } = process.env;
  const ci = flags.ci === true ? { CHAOS_TEST_CI: '1' } : {};
  const all = flags.full === true ? { CHAOS_TEST_FULL: '1' } : {};
  const more = { ...found, ...ci, ...all, NO_COLOR: '1' };
  return withCompileCache({ ...own, ...more });
}

function shownTo({ name, engine: needsEngine }: Part): NodeJS.ProcessEnv {
  const times = { CHAOS_TEST_TIMES: join(timesFolder, `${name}.json`) };
  return { ...env, ...times, ...(needsEngine === true ? {} : { DOCKER_HOST: NO_ENGINE }) };
}

/** What is left out this time, by name. */
function notRun(): readonly string[] {
  const withDocker = chosen.some((part) => part.engine);
  return [
    ...languagesMissing,
    ...allParts
      .filter((part) => !chosen.includes(part) && !languagesMissing.some((line) => line.startsWith(`${part.name}: `)))
      .map(({ name }) => `${name}: ${howToRun(name)}.`),
    ...(withDocker
      ? []
      : unfitFor('embedded').map(
          ({ name, lacks }) => `Scenario ${name}: the embedded stack lacks ${lacks.join(', ')}.`,
        )),
    ...(flags.full === true ? [] : ['Long hunts, repetitions, a kill in every phase: npm run test:full.']),
  ];
}

function howToRun(part: string): string {
  if (dockerParts.some(({ name }) => name === part)) return 'npm run test:docker';
  return fullParts.some(({ name }) => name === part) ? 'npm run test:full' : `npm test -- --only ${part}`;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
