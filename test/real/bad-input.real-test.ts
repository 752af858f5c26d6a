import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { config as realConfig } from '../../chaos.config.ts';
import { openProbes } from '../../harness/probes/open-probes.ts';
import { makePlan } from '../../harness/runner/make-plan.ts';
import { pathFrom, startStackUnderTest } from '../../harness/stack/embedded/stack-fixture.ts';
import { waitFor } from '../../harness/wait.ts';
import { workerKill } from '../../scenarios/worker-kill.ts';
import type { BadInput, PlanText } from './bad-input/bad-input.ts';
import { badInputs } from './bad-input/index.ts';
import { leftoversOf } from './leftovers.ts';
import { chaosMain, type Ended, type Program, projectFolder, runProgram } from './run-scenario.ts';

let place = '';
let listener: Server;

before(async () => {
  listener = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(listener, 'listening');
});

after(() => listener.close());

beforeEach(async () => {
  place = await mkdtemp(join(tmpdir(), 'chaos-bad-input-'));
  // PostgreSQL, which refuses to be root, must get through.
  await chmod(place, 0o755);
  await mkdir(join(place, 'project'));
  await mkdir(join(place, 'tmp'));
  await writeFile(join(place, 'project', 'package.json'), '{ "type": "module" }');
});

afterEach(() => rm(place, { recursive: true, force: true }));

async function configure(text: string | null): Promise<void> {
  if (text === null) return;
  const real = pathToFileURL(join(projectFolder, 'chaos.config.ts')).href;
  const lines = [`import { config as real } from '${real}';`, text];
  await writeFile(join(place, 'project', 'chaos.config.ts'), lines.join('\n'));
}

async function writePlan(change: NonNullable<BadInput['plan']>): Promise<void> {
  const made = makePlan(workerKill, { seed: 7, params: {}, sabotage: null, noFault: false, harnessVersion: '0' });
  const plan = JSON.parse(JSON.stringify(made)) as PlanText;
  if (typeof change !== 'string') change(plan);
  await writeFile(join(place, 'project', 'plan.json'), typeof change === 'string' ? change : JSON.stringify(plan));
}

function filled(text: string): string {
  const port = String((listener.address() as AddressInfo).port);
  const values = { place, port, temporal: pathFrom('CHAOS_TEMPORAL_PATH') };
  return text.replaceAll(/\{(place|port|temporal)\}/g, (_, name: keyof typeof values) => values[name]);
}

/** How the case is started; a limit on the size of files stands for a full disk, since root may not be refused one. */
function programOf(input: BadInput): Program {
  const given = Object.entries(input.env ?? {}).map(([name, value]) => [name, filled(value)]);
  const own = { TMPDIR: join(place, 'tmp'), FORCE_COLOR: '0' };
  const env = { ...own, ...(Object.fromEntries(given) as Record<string, string>) };
  const plan = input.plan === undefined ? [] : ['--plan', 'plan.json'];
  const args = [...(input.args ?? ['scenario', 'worker-kill']), ...plan];
  const cwd = join(place, 'project');
  const node = { command: process.execPath, args: [chaosMain, ...args], env, cwd };
  if (input.through === undefined) return node;
  if (input.through === 'npm') return { command: 'npm', args: ['run', ...args], env };
  const script = input.through === 'full disk' ? 'ulimit -f 1; exec "$0" "$@"' : 'ulimit -f 0; exec "$0" "$@" > out';
  return { ...node, command: 'sh', args: ['-c', script, node.command, ...node.args] };
}

function expectOneLine({ exit, stderr }: Ended, input: BadInput): void {
  const lines = stderr.split('\n');
  const said = lines.filter((line) => line.startsWith('CHAOS_'));
  expect(said, stderr).to.have.length(1);
  expect(said[0], stderr).to.match(new RegExp(`^${input.code}: Expected .+, but .+\\. .+[^ ]$`));
  if (typeof input.says === 'string') expect(said[0], stderr).to.include(input.says);
  else expect(said[0], stderr).to.match(input.says);
  expect(
    lines.filter((line) => /^\s+at .*:\d+|^\s+at async|^Warning|node:internal/.test(line)),
    stderr,
  ).to.deep.equal([]);
  expect(exit, stderr).to.equal(input.exit);
}

async function expectNothingLeft(stderr: string, leavesRun = false): Promise<void> {
  const [, runId] = /\brun (\d{8}-\d{6}-(?:s\d+|up)-[0-9a-f]{4})\b/.exec(stderr) ?? [];
  expect(runId === undefined ? [] : leftoversOf(runId)).to.deep.equal([]);
  // npm's own, where it was asked.
  const made = (await readdir(join(place, 'tmp'))).filter((name) => name !== 'node-compile-cache');
  expect(made).to.deep.equal([]);
  const left = globSync('project/reports/{runs,allure-results}/*/*', { cwd: place });
  expect(left).to.have.length(leavesRun ? 2 : 0);
}

describe('bad input', () => {
  for (const input of badInputs) {
    it(`${input.input} → ${input.code}, exit ${input.exit}`, async () => {
      await configure(input.config === undefined ? 'export const config = real;' : input.config);
      if (input.plan !== undefined) await writePlan(input.plan);
      for (const [name, text] of Object.entries(input.files ?? {})) {
        await mkdir(dirname(join(place, name)), { recursive: true });
        await writeFile(join(place, name), filled(text), { mode: 0o755 });
      }
      const ended = await runProgram(programOf(input));
      expectOneLine(ended, input);
      await expectNothingLeft(ended.stderr, input.leavesRun);
    });
  }
});

describe('a wrong key of Supabase', () => {
  it('is refused with CHAOS_SUPABASE_KEY when the books are opened, and is never an empty book', async () => {
    const { stack, logsFolder } = await startStackUnderTest(`bad-key-${process.pid}`, realConfig);
    try {
      const { temporal, supabaseUrl: url, supabaseKey } = stack.addresses;
      const open = async (key: string): Promise<void> => {
        const { namespace, taskQueue } = realConfig;
        const supabase = { url, key, table: 'checkpoints' };
        const where = { temporal, namespace, taskQueue, supabase, outsideWorldUrl: null, replayer: null };
        await using _probes = await openProbes(where);
      };
      await open(supabaseKey);
      const refused = await open('sb_secret_wrong').then(
        () => null,
        (error: unknown) => error,
      );
      expect(refused).to.have.property('code', 'CHAOS_SUPABASE_KEY');
      expect(String(refused)).not.to.include('sb_secret_wrong');
    } finally {
      await stack[Symbol.asyncDispose]();
      await rm(logsFolder, { recursive: true });
    }
  });
});

describe('taking down a stack whose keeper is dead', () => {
  it('removes its record and what its run has left, and says so', async () => {
    await configure('export const config = real;');
    const keeper = {
      schema: 'durable-chaos/keeper@1',
      pid: 1,
      startTime: 'never',
      runId: 'dead-keeper',
      socket: '/no',
    };
    const record = join(place, 'project/reports/stack/stack.json');
    const folder = join(place, 'tmp/durable-chaos-dead-keeper');
    await mkdir(dirname(record), { recursive: true });
    await mkdir(folder);
    await writeFile(record, JSON.stringify(keeper));
    await writeFile(join(folder, 'owner.json'), JSON.stringify({ pid: 1, startTime: 'never' }));
    const env = { TMPDIR: join(place, 'tmp') };
    const args = [chaosMain, 'stack', 'down'];
    const ended = await runProgram({ command: process.execPath, args, env, cwd: join(place, 'project') });
    expect(ended.stdout).to.equal(
      'The owner of the stack of run dead-keeper had died; what was left of it is removed.\n',
    );
    expect(ended.exit, ended.stderr).to.equal(0);
    expect(existsSync(record) || existsSync(folder)).to.equal(false);
  });
});

describe('an output that nobody reads', () => {
  it('changes neither the exit code nor what is said on standard error', async () => {
    await configure('export const config = real;');
    const script = '{ "$0" "$@"; echo "exit $?" >&2; } | true';
    const args = ['-c', script, process.execPath, chaosMain, 'scenario', 'worker-kill', '--dry-run'];
    const { stderr } = await runProgram({ command: 'sh', args, cwd: join(place, 'project') });
    expect(stderr).to.equal('exit 0\n');
  });
});

describe('Ctrl-C before anything is started', () => {
  it('exits 130 at once, ends what was begun, and leaves no run folder', async () => {
    const pidFile = join(place, 'pid');
    const program = `require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); setInterval(() => 0, 1000)`;
    await configure(
      `export const config = { ...real, workers: { ...real.workers, bundle: ['node', '-e', ${JSON.stringify(program)}] } };`,
    );
    const env = { ...process.env, TMPDIR: join(place, 'tmp') };
    const args = [chaosMain, 'scenario', 'worker-kill'];
    const child = spawn(process.execPath, args, {
      cwd: join(place, 'project'),
      env,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const closed = once(child, 'close') as Promise<[number | null]>;
    const limits = { limitMs: 10_000, signal: new AbortController().signal };
    const look = (): Promise<string | undefined> =>
      readFile(pidFile, 'utf8').then(
        (text) => text || undefined,
        () => undefined,
      );
    const pid = Number(await waitFor(look, { what: 'the bundle command to run', ...limits }));
    const startMs = performance.now();
    // The terminal and npm send one each.
    child.kill('SIGINT');
    child.kill('SIGINT');
    const [exit] = await closed;
    expect(exit, stderr).to.equal(130);
    expect(performance.now() - startMs).to.be.lessThan(3000);
    expect(stderr.split('\n').filter((line) => line.startsWith('CHAOS_'))).to.have.length(1);
    expect(stderr).to.include('CHAOS_INTERRUPTED: ');
    expect(() => process.kill(pid, 0)).to.throw('ESRCH');
    await expectNothingLeft(stderr);
  });
});

const ofStack = ['up', 'status', 'logs', 'down'].map((verb) => ['stack', verb]);
const others = ['scenario', 'judge', 'report', 'doctor', 'stack', 'inject', 'heal', 'client'].map((verb) => [verb]);
const verbs = [...others, ...ofStack];

describe('help', () => {
  for (const verb of [[], ...verbs]) {
    it(`of ${['chaos', ...verb].join(' ')} has an example and exits 0`, async () => {
      const { exit, stdout, stderr } = await runProgram({
        command: process.execPath,
        args: [chaosMain, ...verb, '--help'],
      });
      expect(stdout).to.match(/^Examples?:\n {2}(?:npm run|npx chaos) /m);
      expect(stderr).to.equal('');
      expect(exit).to.equal(0);
    });
  }
});
