/**
 * `npm test`: all that proves this harness, and one line at the end that counts it.
 *
 *   npm test                 everything once
 *   npm run test:full        the repetitions too
 *   npm test -- --only real  one part (check, stack, real, sabotages, docker)
 */
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { findEngine } from '../harness/engine/find-engine.ts';
import { toHarnessError } from '../harness/errors.ts';
import { findCompose } from '../harness/provision/servers/find-compose.ts';
import { findServer } from '../harness/provision/servers/find-server.ts';
import { ensureImages } from './ensure-images.ts';
import { onlyInFull } from './real/docker/only-in-full.ts';
import { unfitFor } from './real/fit-scenarios.ts';

interface Part {
  readonly name: string;
  readonly proves: string;
  readonly command: readonly [string, ...string[]];
  /** Whether it needs a container engine. All others are shown none, so that `--stack auto` is the same on every machine. */
  readonly engine?: true;
}

const NO_ENGINE = 'unix:///dev/null/no-engine.sock';

interface Tally {
  readonly passed: number;
  readonly failed: number;
}

const projectFolder = join(import.meta.dirname, '..');
const full = process.argv.includes('--full');
const onlyAt = process.argv.indexOf('--only');
const only = onlyAt === -1 ? undefined : process.argv[onlyAt + 1];

const mocha = join(projectFolder, 'node_modules/.bin/mocha');
const stackTests = globSync('{harness,system-under-test,test}/**/*.stack-test.ts', { cwd: projectFolder }).toSorted();
// What these runs must show is harm, which takes its time on a busy machine but comes out all the same: two go at once.
const sabotageTests = ['controls', 'sabotages'].map((name) => `test/real/${name}.real-test.ts`);
const realTests = globSync('test/real/*.real-test.ts', { cwd: projectFolder })
  .filter((file) => !sabotageTests.includes(file))
  .toSorted();
const dockerTests = globSync('{harness,test}/**/*.docker-test.ts', { cwd: projectFolder }).toSorted();

const parts: readonly Part[] = [
  {
    name: 'check',
    proves: 'format, lint, types, unit, contract and architecture tests',
    command: ['npm', 'run', '-s', 'check'],
  },
  {
    name: 'stack',
    proves: 'each part against real servers',
    command: [mocha, '--no-color', '--timeout', '120000', ...stackTests],
  },
  {
    name: 'real',
    proves: 'scenarios, explorations, faults by hand, kills of the harness, bad input',
    command: [mocha, '--no-color', '--timeout', '300000', ...realTests],
  },
  {
    name: 'sabotages',
    proves: 'each sabotage is caught, each scenario has its negative control',
    command: [mocha, '--no-color', '--timeout', '300000', '--parallel', '--jobs', '2', ...sabotageTests],
  },
  {
    name: 'docker',
    proves: 'images, the Docker stack and its scenarios on a real engine',
    command: [mocha, '--no-color', '--timeout', '300000', ...dockerTests],
    engine: true,
  },
];

const engine = await findEngine().then(
  () => null,
  (error: unknown) => toHarnessError(error).message,
);
const chosen = parts.filter(
  (part) => (only === undefined || part.name === only) && (part.engine !== true || engine === null),
);

const notRun = [
  ...(engine === null || chosen.some((part) => part.engine) ? [] : [`The Docker tests: ${engine}`]),
  ...(engine === null
    ? []
    : unfitFor('embedded').map(({ name, lacks }) => `Scenario ${name}: the embedded stack lacks ${lacks.join(', ')}.`)),
  ...(full || engine !== null ? [] : onlyInFull().map(({ name }) => `Scenario ${name} on Docker: npm run test:full.`)),
  ...(full
    ? []
    : ['Repetitions of scenarios, a kill in every phase, crashes everywhere under each sabotage: npm run test:full.']),
  ...parts
    .filter((part) => only !== undefined && part.name !== only)
    .map((part) => `${part.name}: left out by --only.`),
];

let total: Tally = { passed: 0, failed: 0 };
const env = await environment();
for (const part of chosen) {
  console.log(`\n── ${part.name}: ${part.proves}`);
  const startMs = performance.now();
  const ready = part.engine !== true || (await ensureImages());
  const tally = ready ? await run(part) : { passed: 0, failed: 1 };
  console.log(`── ${part.name}: ${tally.passed} passed, ${tally.failed} failed in ${seconds(startMs)} s`);
  total = { passed: total.passed + tally.passed, failed: total.failed + tally.failed };
}
for (const line of notRun) console.log(`Not run: ${line}`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

/** The servers are found (or made) once, before any test. */
async function environment(): Promise<NodeJS.ProcessEnv> {
  const options = { signal: new AbortController().signal, progress: (line: string) => console.log(line) };
  const temporal = await findServer('temporal', options);
  const toxiproxy = await findServer('toxiproxy', options);
  if (chosen.some((part) => part.engine)) await findCompose(options);
  const found = { CHAOS_TEMPORAL_PATH: temporal.path, CHAOS_TOXIPROXY_PATH: toxiproxy.path };
  // A Supabase that the user's shell names is no part of what is tested.
  const { SUPABASE_URL: _url, SUPABASE_KEY: _key, ...own } = process.env;
  return { ...own, ...found, ...(full ? { CHAOS_TEST_FULL: '1' } : {}), NO_COLOR: '1' };
}

/** Runs a part and counts what Mocha says; a part that failed without a failed test counts as one failure. */
async function run(part: Part): Promise<Tally> {
  const [program, ...args] = part.command;
  const shown = part.engine === true ? env : { ...env, DOCKER_HOST: NO_ENGINE };
  const child = spawn(program, args, { cwd: projectFolder, env: shown, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    process.stdout.write(text);
  });
  const exit = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const plain = stripVTControlCharacters(output);
  const passed = sum(plain, /^\s+(\d+) passing/gm);
  const failed = sum(plain, /^\s+(\d+) failing/gm);
  const pending = sum(plain, /^\s+(\d+) pending/gm);
  // A test that is skipped has proved nothing.
  const broken = exit === 0 ? (passed === 0 ? 1 : 0) : failed === 0 ? 1 : 0;
  return { passed, failed: failed + pending + broken };
}

function sum(output: string, pattern: RegExp): number {
  return [...output.matchAll(pattern)].reduce((total, match) => total + Number(match[1]), 0);
}

function seconds(startMs: number): string {
  return ((performance.now() - startMs) / 1000).toFixed(1);
}
