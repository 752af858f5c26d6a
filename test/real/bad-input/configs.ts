import type { BadInput } from './bad-input.ts';

const plain = (exports: string): string => `export const config = ${exports};`;
const workers = (change: string): string => plain(`{ ...real, workers: { ...real.workers, ${change} } }`);
const dying = (words: string): string =>
  `['node', '-e', ${JSON.stringify(`console.error('${words}'); process.exit(3)`)}]`;

/** An error that is not caught, before the run is under way. */
const uncaught = `setTimeout(() => { throw new Error('nobody caught this'); }, 0); export const config = real;`;

/** The same in the middle of the system's start: as soon as a program of the run has a log. */
const uncaughtInStart =
  `import { globSync } from 'node:fs'; ` +
  `const timer = setInterval(() => { if (globSync('reports/runs/*/*/logs/*').length === 0) return; ` +
  `clearInterval(timer); throw new Error('nobody caught this'); }, 25); export const config = real;`;

/** What may be wrong with chaos.config.ts. */
export const configs: readonly BadInput[] = [
  {
    input: 'no configuration',
    code: 'CHAOS_BAD_CONFIG',
    exit: 64,
    config: null,
    says: 'Run this in the folder of your project',
  },
  {
    input: 'a configuration that throws',
    code: 'CHAOS_BAD_CONFIG',
    exit: 64,
    config: "throw new Error('no such luck\\nat all');",
    says: 'could not be loaded: no such luck. Fix it',
  },
  {
    input: 'a configuration that is no TypeScript',
    code: 'CHAOS_BAD_CONFIG',
    exit: 64,
    config: 'export const config = {;',
    says: 'could not be loaded: ',
  },
  {
    input: 'a configuration that exports none',
    code: 'CHAOS_BAD_CONFIG',
    exit: 64,
    config: 'export default real;',
    says: 'Add: export const config',
  },
  {
    input: 'a configuration with a wrong value',
    code: 'CHAOS_BAD_CONFIG',
    exit: 64,
    config: workers("readyLimitMs: 'long'"),
    says: 'chaos.config.ts: `workers.readyLimitMs` must be ',
  },
  {
    input: 'a data converter that is not there',
    code: 'CHAOS_BAD_CONFIG',
    exit: 64,
    config: plain("{ ...real, dataConverter: 'missing.ts' }"),
    says: "missing.ts can't be loaded: ",
    tier: 'ci',
  },
  {
    input: 'a codec server that does not answer',
    code: 'CHAOS_CODEC_SERVER',
    exit: 70,
    config: plain("{ ...real, codecServer: { endpoint: 'http://127.0.0.1:1' } }"),
    says: 'Start it, or correct `codecServer.endpoint`',
    tier: 'ci',
  },
  {
    input: 'an API whose path of readiness is none',
    code: 'CHAOS_BAD_CONFIG',
    exit: 64,
    config: plain("{ ...real, api: { ...real.api, readyPath: 'readyz' } }"),
    says: 'chaos.config.ts: `api.readyPath` must begin with /',
    tier: 'ci',
  },
  {
    input: 'a sabotage of a version that there is not',
    code: 'CHAOS_BAD_CONFIG',
    exit: 64,
    config: plain('{ ...real, versions: {} }'),
    says: '`sabotages.unguarded-change.version` is "v2", which is none of `versions`',
    tier: 'ci',
  },
  {
    input: 'a scenario of no subject',
    code: 'CHAOS_BAD_CONFIG',
    exit: 64,
    config: plain('{ ...real, subjects: {} }'),
    says: '`scenarios.0.subject` is "documents", which is none of `subjects`',
  },
  {
    input: 'a scenario that throws',
    code: 'CHAOS_BAD_CONFIG',
    exit: 64,
    config: plain(
      "{ ...real, scenarios: real.scenarios.map((one) => ({ ...one, plan: () => { throw new Error('oh'); } })) }",
    ),
    says: 'chaos.config.ts: `scenarios.worker-kill.plan` threw: oh',
  },
  {
    input: 'a configuration that ends the process',
    code: 'CHAOS_INTERNAL',
    exit: 70,
    config: 'process.exit(0);',
    says: 'ended with 0 before its work was done',
    apart: true,
  },
  {
    input: 'a configuration that never loads',
    code: 'CHAOS_INTERNAL',
    exit: 70,
    config: 'await new Promise(() => undefined);',
    says: 'Look at chaos.config.ts',
    apart: true,
  },
  {
    input: 'a bundle command that fails',
    code: 'CHAOS_BAD_CONFIG',
    exit: 64,
    config: workers(`bundle: ${dying('cannot bundle')}`),
    says: 'bundle: cannot bundle. Run it by hand',
    apart: true,
  },
  {
    input: 'a bundle command that prints no path',
    code: 'CHAOS_BAD_CONFIG',
    exit: 64,
    config: workers("bundle: ['node', '-e', 'console.log(1, 2)']"),
    says: 'must print the path of a bundle',
    apart: true,
    tier: 'ci',
  },
  {
    input: 'a function of the configuration that throws',
    code: 'CHAOS_BAD_CONFIG',
    exit: 64,
    config: workers("env: () => { throw new Error('no env'); }"),
    says: 'chaos.config.ts: `workers.env` threw: no env',
    leavesRun: true,
    tier: 'ci',
  },
  {
    input: 'a worker that dies at start',
    code: 'CHAOS_STACK_NOT_READY',
    exit: 70,
    config: workers(`command: ${dying('no such luck')}`),
    says: /worker-\d.*: no such luck/,
    leavesRun: true,
  },
  {
    input: 'a worker command that there is not',
    code: 'CHAOS_STACK_NOT_READY',
    exit: 70,
    config: workers("command: ['no-such-program']"),
    says: 'no-such-program',
    leavesRun: true,
    tier: 'ci',
  },
  {
    input: 'a table that no migration makes',
    code: 'CHAOS_BAD_CONFIG',
    exit: 64,
    config: plain("{ ...real, books: { checkpoints: { ...real.books.checkpoints, table: 'nowhere' } } }"),
    says: 'Correct books.checkpoints',
    leavesRun: true,
    tier: 'ci',
  },
  {
    input: 'an error that nobody catches, before the run',
    code: 'CHAOS_INTERNAL',
    exit: 70,
    config: uncaught,
    says: 'nobody caught this',
    apart: true,
  },
  {
    input: 'an error that nobody catches, while the system starts',
    code: 'CHAOS_INTERNAL',
    exit: 70,
    config: uncaughtInStart,
    says: 'nobody caught this',
    leavesRun: true,
  },
];
