import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:net';
import { dirname, join } from 'node:path';
import { expect } from 'chai';
import { config as realConfig } from '../../chaos.config.ts';
import { openProbes } from '../../harness/probes/open-probes.ts';
import { pathFrom, startStackUnderTest } from '../../harness/stack/test-support/stack-fixture.ts';
import { waitFor } from '../../harness/wait.ts';
import { itDue } from '../catalogue/tier.ts';
import { isApart } from './bad-input/bad-input.ts';
import { BadInputPlace, type Fillings, takePort } from './bad-input/bad-input-place.ts';
import { badInputs } from './bad-input/index.ts';
import { chaosMain, runProgram } from './run-scenario.ts';

let place: BadInputPlace;
let fillings: Fillings = {};
let listener: Server;

before(async () => {
  const taken = await takePort();
  listener = taken.listener;
  fillings = { port: taken.port, temporal: pathFrom('CHAOS_TEMPORAL_PATH'), engine: 'unix:///nonexistent.sock' };
});

after(() => {
  listener.close();
});

beforeEach(async () => {
  place = await BadInputPlace.make(fillings);
});

afterEach(() => place.remove());

describe('bad input that is found out late, or is about the process', () => {
  for (const input of badInputs.filter(isApart)) {
    itDue({ tier: input.tier ?? 'test' }, `${input.input} → ${input.code}, exit ${input.exit}`, async () => {
      await place.expectRefusal(input);
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
        const where = { temporal, namespace, taskQueue, supabase, tables: null, outsideWorldUrl: null, replayer: null };
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

describe('a process of its own', () => {
  it('refuses as the one of the tests does, and helps', async () => {
    const unknown = badInputs.find(({ input }) => input === 'an unknown scenario');
    if (unknown === undefined) throw new Error('Expected the case of an unknown scenario.');
    await place.expectRefusal({ ...unknown, apart: true });
    const help = await runProgram({ command: process.execPath, args: [chaosMain, '--help'] });
    expect(help.stdout).to.match(/^Examples:\n {2}npm run /m);
    expect(help).to.include({ exit: 0, stderr: '' });
  });
});

describe('a machine without an engine', () => {
  it('runs on the embedded stack, and says why', async () => {
    const args = ['scenario', 'worker-kill', '--stack', 'auto'];
    const taken = { code: 'CHAOS_PORT_TAKEN', exit: 70, says: '(temporal)', apart: true } as const;
    const { stderr } = await place.expectRefusal({
      input: 'auto',
      args,
      ...taken,
      env: { CHAOS_TEMPORAL_PORT: '{port}' },
    });
    expect(stderr).to.include('embedded stack (no container engine answers)');
  });
});

describe('taking down a stack whose daemon is dead', () => {
  it('removes its record and what its run has left, and says so', async () => {
    await place.configure('export const config = real;');
    const daemon = {
      schema: 'durable-chaos/keeper@1',
      pid: 1,
      startTime: 'never',
      runId: 'dead-daemon',
      socket: '/no',
    };
    const record = join(place.folder, 'project/reports/stack/stack.json');
    const folder = join(place.folder, 'tmp/durable-chaos-dead-daemon');
    await mkdir(dirname(record), { recursive: true });
    await mkdir(folder);
    await writeFile(record, JSON.stringify(daemon));
    await writeFile(join(folder, 'owner.json'), JSON.stringify({ pid: 1, startTime: 'never' }));
    const env = { TMPDIR: join(place.folder, 'tmp'), DOCKER_HOST: 'unix:///nonexistent.sock' };
    const args = [chaosMain, 'stack', 'down'];
    const ended = await runProgram({ command: process.execPath, args, env, cwd: join(place.folder, 'project') });
    expect(ended.stdout.split('\n')).to.deep.equal([
      'The owner of the stack of run dead-daemon had died; its remains are removed.',
      'Containers were not looked for: no container engine answered. If it had any: npm run doctor -- --sweep',
      '',
    ]);
    expect(ended.exit, ended.stderr).to.equal(0);
    expect(existsSync(record) || existsSync(folder)).to.equal(false);
  });
});

describe('an output that nobody reads', () => {
  it('changes neither the exit code nor what is said on standard error', async () => {
    await place.configure('export const config = real;');
    const script = '{ "$0" "$@"; echo "exit $?" >&2; } | true';
    const args = ['-c', script, process.execPath, chaosMain, 'scenario', 'worker-kill', '--dry-run'];
    const { stderr } = await runProgram({ command: 'sh', args, cwd: join(place.folder, 'project') });
    expect(stderr).to.equal('exit 0\n');
  });
});

describe('Ctrl-C before anything is started', () => {
  it('exits 130 at once, ends what was begun, and leaves no run folder', async () => {
    const pidFile = join(place.folder, 'pid');
    const program = `require('node:fs').writeFileSync(${JSON.stringify(pidFile)}, String(process.pid)); setInterval(() => 0, 1000)`;
    await place.configure(
      `export const config = { ...real, workers: { ...real.workers, bundle: ['node', '-e', ${JSON.stringify(program)}] } };`,
    );
    const env = { ...process.env, TMPDIR: join(place.folder, 'tmp') };
    const args = [chaosMain, 'scenario', 'worker-kill'];
    const child = spawn(process.execPath, args, {
      cwd: join(place.folder, 'project'),
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
    await place.expectNothingLeft(stderr);
  });
});
