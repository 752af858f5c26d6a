import { globSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from './languages.ts';

/** A part of `npm test`: one process that runs tests. */
export interface Part {
  readonly name: string;
  readonly proves: string;
  readonly command: readonly [string, ...string[]];
  /** Whether it needs a container engine. All others are shown none, so that `--stack auto` is the same on every machine. */
  readonly engine?: true;
  /** The part that it runs beside, where both are run: it waits for an engine most of its time. */
  readonly beside?: string;
  /** The language it needs. A part whose language cannot be had here is named and not counted. */
  readonly language?: Language;
}

/** The project that the tests are of. */
export const projectFolder = join(import.meta.dirname, '..');

const mocha = join(projectFolder, 'node_modules/.bin/mocha');

/** Test files below test/real by what they are about; those that take longest first, since two go at once. */
export const realTests = {
  scenarios: [
    'sabotages',
    'scenarios',
    'deployments',
    'harness-sabotages',
    'moments',
    'services',
    'judge',
    'every-check',
  ],
  explorations: [
    'explore-sabotages',
    'explore',
    'explore-servers',
    'explore-depth2',
    'explore-hunts',
    'explore-interruptions',
  ],
  commands: [
    'hosted-supabase',
    'all-interruptions',
    'all-scenarios',
    'stack-by-hand',
    'bad-input',
    'existing-temporal',
    'interruptions',
  ],
  more: [
    'package',
    'controls',
    'deployment-controls',
    'tls',
    'legal',
    'codecs',
    'started-by-commands',
    'client-actions',
    'fleets',
    'bench-refusals',
  ],
  monitoring: ['monitoring'],
  long: ['bench', 'false-alarms', 'legal-explorations'],
  mutants: ['mutants'],
} as const;

/** Runs test files two at a time: each waits for servers and timers a good part of its time, and three are late. */
function twoAtOnce(files: readonly string[], limitMs: number): Part['command'] {
  return [mocha, '--timeout', String(limitMs), '--parallel', '--jobs', '2', ...files];
}

function realFiles(names: readonly string[]): readonly string[] {
  return names.map((name) => `test/real/${name}.real-test.ts`);
}

function real(names: readonly string[]): Part['command'] {
  return twoAtOnce(realFiles(names), 300_000);
}

/** Stack tests of sabotages by themselves, which only `npm run test:full` runs: `.ci/run` has each caught by its check. */
export const fullStackTests: readonly string[] = [
  'system-under-test/sabotage/crash-points.stack-test.ts',
  'system-under-test/sabotage/sabotages.stack-test.ts',
];

/** Those that `.ci/run` adds: examples for people. */
const ciStackTests: readonly string[] = ['system-under-test/examples/examples.stack-test.ts'];

function filesOf(kind: 'stack' | 'docker'): readonly string[] {
  return globSync(`{harness,system-under-test,test}/**/*.${kind}-test.ts`, { cwd: projectFolder }).toSorted();
}

/** Those of the stack tests that take longest, to be begun first. */
const LONG_STACK_TESTS = /worker\.stack|embedded-stack\.|reaper/;

function longFirst(files: readonly string[]): readonly string[] {
  const { long = [], short = [] } = Object.groupBy(files, (file) => (LONG_STACK_TESTS.test(file) ? 'long' : 'short'));
  return [...long, ...short];
}

/** What `npm test` runs, in this order. */
export const testParts: readonly Part[] = [
  {
    name: 'check',
    proves: 'format, lint, types, unit, contract and architecture tests, refusals',
    command: ['npm', 'run', '-s', 'check'],
  },
  {
    name: 'stack',
    proves: 'each part against real servers',
    command: twoAtOnce(
      longFirst(filesOf('stack').filter((file) => ![...ciStackTests, ...fullStackTests].includes(file))),
      120_000,
    ),
  },
  {
    name: 'scenarios',
    proves: 'each scenario is valid, each sabotage is caught by its check, moments, judging again',
    command: real(realTests.scenarios),
  },
  {
    name: 'explorations',
    proves: 'each action on a good and on a broken system, and what is found is exactly what there is',
    command: real(realTests.explorations),
  },
  {
    name: 'commands',
    proves: 'all scenarios, faults by hand, a hosted Supabase, a Temporal of others, kills of the harness, bad input',
    command: real(realTests.commands),
  },
];

/**
 * Runs on Docker: two at a time, as on the embedded stack. What tests the engine itself wants no company on it. Those
 * that need the most of the machine come last, when the part beside them has ended.
 */
const dockerRuns = ['controls', 'explorations', 'scenarios', 'server-scenarios'].map(
  (name) => `test/real/docker/docker-${name}.docker-test.ts`,
);

/** What `npm test -- --docker` runs beside the others, and `npm run test:docker` alone. */
export const dockerParts: readonly Part[] = [
  {
    name: 'docker-runs',
    proves: 'images, scenarios, their controls and explorations on the Docker stack',
    command: twoAtOnce(dockerRuns, 300_000),
    engine: true,
  },
  {
    name: 'docker',
    proves: 'the Docker stack itself, what it leaves behind, and an engine that fails',
    command: [mocha, '--timeout', '300000', ...filesOf('docker').filter((file) => !dockerRuns.includes(file))],
    engine: true,
    beside: 'commands',
  },
];

function languageTest(language: Language | 'typescript'): Part['command'] {
  return [mocha, '--timeout', '900000', `test/real/languages/${language}.language-test.ts`];
}

/** Tests of the examples in each language, each beside a part that leaves it some time. */
const languageParts: readonly Part[] = [
  {
    name: 'typescript',
    beside: 'docker-runs',
    proves: 'the example for typescript',
    command: languageTest('typescript'),
  },
  ...(
    [
      ['go', 'stack'],
      ['python', 'more'],
    ] as const
  ).map(([language, beside]) => ({
    name: language,
    beside,
    proves: `the replayer of the package and the example for ${language}, with the SDK itself`,
    command: languageTest(language),
    language,
  })),
];

/** What `.ci/run` runs beside them: it takes longer than most changes are worth. */
export const ciParts: readonly Part[] = [
  {
    name: 'more',
    proves:
      'a control of each sabotage, that the package works where it is installed, programs that start workflows, examples',
    command: twoAtOnce([...realFiles(realTests.more), ...ciStackTests], 300_000),
  },
  {
    name: 'monitoring',
    proves: 'what Prometheus sees of both stacks, and that alerts fire and resolve',
    command: real(realTests.monitoring),
    beside: 'explorations',
  },
  ...languageParts,
];

/** What only `npm run test:full` runs. */
export const fullParts: readonly Part[] = [
  {
    name: 'long',
    proves:
      'that the benchmark measures, that good systems are not accused, and that sabotages by themselves break what they say',
    command: [mocha, '--timeout', '300000', ...fullStackTests, ...realFiles(realTests.long)],
  },
  {
    name: 'mutants',
    proves: 'how many small harmful changes of the system and of the harness are found',
    command: [mocha, ...realFiles(realTests.mutants)],
  },
];

/** Every part by its name. */
export const allParts: readonly Part[] = [...testParts, ...ciParts, ...dockerParts, ...fullParts];
