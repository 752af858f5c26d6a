import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { type StackStatus, statusSchema } from '../../harness/daemon/daemon-api.ts';
import { type DaemonRecord, daemonPlaces, findRecord } from '../../harness/daemon/daemon-record.ts';
import { isAlive } from '../../harness/processes/process-identity.ts';
import { freePort } from '../../harness/stack/test-support/free-port.ts';
import { waitFor } from '../../harness/wait.ts';
import { itDue } from '../catalogue/tier.ts';
import { type Refused, whileUp } from './bad-input/while-up.ts';
import { leftoversOf } from './leftovers.ts';
import { chaosMain, type Ended, projectFolder, runProgram } from './run-scenario.ts';

interface LoggedLine {
  readonly time: string;
  readonly component: string;
  readonly message: string;
  readonly workflowId?: string;
  readonly type?: string;
  readonly attempt?: number;
}

const signal = new AbortController().signal;
let project = '';
let env: NodeJS.ProcessEnv = {};

async function chaos(...args: readonly string[]): Promise<Ended> {
  return runProgram({ command: process.execPath, args: [chaosMain, ...args], env, cwd: project });
}

/** What a command prints, which must succeed. */
async function said(...args: readonly string[]): Promise<string> {
  const { exit, stdout, stderr } = await chaos(...args);
  expect(exit, stderr).to.equal(0);
  return stdout;
}

async function status(): Promise<StackStatus> {
  return statusSchema.parse(JSON.parse(await said('stack', 'status', '--json')));
}

async function up(): Promise<DaemonRecord> {
  await said('stack', 'up', '--stack', 'embedded');
  const { record } = await findRecord(daemonPlaces(project));
  if (record === null) throw new Error('Expected a record of the daemon.');
  return record;
}

async function nothingLeft({ runId, ...daemon }: DaemonRecord, limitMs: number): Promise<void> {
  const look = (): true | undefined => (leftoversOf(runId).length === 0 && !isAlive(daemon) ? true : undefined);
  await waitFor(look, { what: `nothing of ${runId} to be left`, limitMs, signal }).catch((error: unknown) => {
    throw new Error(`${String(error)} Left: ${leftoversOf(runId).join('; ')}`);
  });
}

async function documentIs(document: string, wanted: string): Promise<void> {
  const look = async (): Promise<true | undefined> =>
    (await said('client', 'status', document)).trim() === wanted ? true : undefined;
  await waitFor(look, { what: `${document} to be ${wanted}`, limitMs: 30_000, signal, everyMs: 100 });
}

/** Injects from a terminal of its own that stays until the fault is healed, or is killed. */
async function injectAndWait(...args: readonly string[]) {
  const child = spawn(process.execPath, [chaosMain, 'inject', ...args, '--wait'], {
    cwd: project,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  const look = (): true | undefined => (stdout.includes('is in force') ? true : undefined);
  await waitFor(look, { what: 'the fault to be in force', limitMs: 10_000, signal });
  return { child, stdout };
}

/** Follows the log of the clients, which has something to show by then. */
async function followClient(): Promise<{ readonly output: () => string; readonly ended: Promise<number> }> {
  const child = spawn(process.execPath, [chaosMain, 'stack', 'logs', '--follow', 'client'], {
    cwd: project,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit').then(([code]) => Number(code));
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const look = (): true | undefined => (output.includes('Started contract-7.') ? true : undefined);
  await waitFor(look, { what: 'the log of the client', limitMs: 10_000, signal });
  return { output: () => output, ended };
}

async function refused({ args, code, exit, says }: Refused): Promise<void> {
  const ended = await chaos(...args);
  expect(ended.stderr, args.join(' '))
    .to.match(new RegExp(`^${code}: .+\\. .+\\n$`))
    .and.to.include(says);
  expect(ended.exit).to.equal(exit);
}

describe('a stack to look at, and faults by hand', () => {
  beforeEach(async () => {
    // A project of its own: the tester's own stack, if there is one, stays what it is.
    project = await mkdtemp(join(tmpdir(), 'chaos-by-hand-'));
    await writeFile(join(project, 'package.json'), '{ "type": "module" }');
    const real = pathToFileURL(join(projectFolder, 'chaos.config.ts')).href;
    await writeFile(join(project, 'chaos.config.ts'), `export { config } from '${real}';`);
    const [port, uiPort] = [String(await freePort()), String(await freePort())];
    env = { CHAOS_TEMPORAL_PORT: port, CHAOS_TEMPORAL_UI_PORT: uiPort, FORCE_COLOR: '0' };
  });

  afterEach(async () => {
    const { state, record } = await findRecord(daemonPlaces(project));
    if (state === 'up') process.kill(record.pid, 'SIGKILL');
    await rm(project, { recursive: true, force: true });
  });

  it('is up until it is taken down; what a killed terminal has injected heals at the end of its lease', async () => {
    const daemon = await up();
    const places = daemonPlaces(project);
    const key = /SUPABASE_KEY=(\S+)/.exec(readFileSync(places.envFile, 'utf8'))?.[1] ?? '';
    expect(key).to.match(/^sb_secret_/);
    expect((statSync(places.envFile).mode & 0o777).toString(8)).to.equal('600');
    const again = await said('stack', 'up');
    expect(again).to.include('A stack is up already.').and.to.include(daemon.runId).and.not.to.include(key);
    expect((await fetch((await status()).addresses.temporalUi ?? '')).status).to.equal(200);

    await said('client', 'start', 'contract-7', '--pages', '12');
    const shown = await said('inject', 'worker-kill', '--on', 'worker-1', '--dry-run');
    expect(shown).to.include('may touch  worker-1, temporal@worker-1').and.to.include('Nothing was touched.');
    const { child } = await injectAndWait('worker-kill', '--on', 'worker-1', '--for', '10s');
    child.kill('SIGKILL');
    const [inForce] = JSON.parse(await said('faults', '--json')) as readonly { id: string; leaseLeftMs: number }[];
    expect(inForce).to.include({ id: 'worker-kill-1' });
    expect(inForce?.leaseLeftMs).to.be.within(1, 10_000);
    const during = await status();
    expect(during.faults.map(({ id, state }) => `${id} ${state}`)).to.deep.equal(['worker-kill-1 in force']);
    expect(during.components.find(({ name }) => name === 'worker-1')?.state).to.equal('down');
    const healed = async (): Promise<StackStatus | undefined> => {
      const seen = await status();
      return seen.faults.length === 0 ? seen : undefined;
    };
    const after = await waitFor(healed, { what: 'the lease to end', limitMs: 30_000, signal, everyMs: 100 });
    const worker = after.components.find(({ name }) => name === 'worker-1');
    expect(worker).to.include({ state: 'running', incarnation: 2 });
    expect(await said('heal', 'worker-kill-1'))
      .to.include('was healed already')
      .and.to.include('end of its lease');
    expect(await said('stack', 'logs', 'worker-1')).to.include('"state":"RUNNING"');

    await said('inject', 'link-timeout', '--on', 'temporal@worker-2');
    expect(await said('faults')).to.match(/^link-timeout-2 +in force +temporal@worker-2 .* in \d+\.\d s$/m);
    for (const each of whileUp) await refused(each);
    expect(await said('heal', '--all')).to.equal('link-timeout-2 is healed.\n');
    expect(await said('heal')).to.equal('No fault is in force.\n');

    await documentIs('contract-7', 'in-review');
    const unknown = await chaos('client', 'review', 'contract-8', '--approve');
    expect(unknown.stderr).to.equal(
      'Expected an ingestion of "contract-8" under way, but none was started. Start it first.\n',
    );
    expect(unknown.exit).to.equal(64);
    await said('client', 'review', 'contract-7', '--approve');
    await documentIs('contract-7', 'published');

    const lines = (await said('stack', 'logs', '--workflow', 'contract-7')).trimEnd().split('\n');
    const logged = lines.map((line) => JSON.parse(line.slice(line.indexOf('{'))) as LoggedLine);
    expect(logged.every(({ workflowId }) => workflowId === 'contract-7')).to.equal(true);
    expect(logged.some((line) => line.component === 'client' && line.message === 'Started contract-7.')).to.equal(true);
    const extraction = logged.find(({ type }) => type === 'extractPages');
    expect(extraction, lines.join('\n')).to.include({ message: 'Activity started', attempt: 1 });
    expect(logged.map(({ time }) => time)).to.deep.equal(logged.map(({ time }) => time).toSorted());
    const followed = await followClient();

    const journal = readFileSync(join(places.folder, daemon.runId, 'journal.ndjson'), 'utf8');
    expect(journal).to.match(/"kind":"fault".*"worker-kill-1".*"step":"healed","message":"by lease"/);
    expect(journal).not.to.include(key);
    expect(await said('stack', 'down', '--volumes')).to.include('The embedded stack is down');
    expect(await followed.ended).to.equal(0);
    expect(followed.output()).to.include('Sent the review of contract-7: approved.');
    expect(leftoversOf(daemon.runId)).to.deep.equal([]);
    expect(isAlive(daemon)).to.equal(false);
    expect([places.record, places.envFile].filter((path) => existsSync(path))).to.deep.equal([]);
  });

  for (const how of ['SIGINT', 'SIGKILL'] as const) {
    it(`leaves nothing when it is ended by ${how} while it comes up`, async () => {
      const child = spawn(process.execPath, [chaosMain, 'stack', 'up', '--stack', 'embedded'], {
        cwd: project,
        env: { ...process.env, ...env },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let stderr = '';
      child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
      const closed = once(child, 'close') as Promise<[number | null]>;
      const begun = (): true | undefined => (stderr.includes('toxiproxy is ready') ? true : undefined);
      await waitFor(begun, { what: 'the stack to be half up', limitMs: 30_000, signal });
      const [, runId = ''] = /run (\S+)/.exec(stderr) ?? [];
      expect(leftoversOf(runId).length).to.be.greaterThan(0);
      child.kill(how);
      const [exit] = await closed;
      if (how === 'SIGINT') {
        expect(exit).to.equal(130);
        expect(stderr).to.match(/^CHAOS_INTERRUPTED: /m);
      }
      const look = (): true | undefined => (leftoversOf(runId).length === 0 ? true : undefined);
      await waitFor(look, { what: `nothing of ${runId} to be left`, limitMs: 5000, signal });
      expect((await findRecord(daemonPlaces(project))).state).to.equal('none');
    });
  }

  itDue({ tier: 'ci' }, 'heals and goes when its daemon is ended by SIGTERM', async () => {
    const daemon = await up();
    await said('inject', 'link-timeout', '--on', 'temporal@worker-1');
    process.kill(daemon.pid, 'SIGTERM');
    await nothingLeft(daemon, 15_000);
    const places = daemonPlaces(project);
    const journal = readFileSync(join(places.folder, daemon.runId, 'journal.ndjson'), 'utf8');
    expect(journal).to.match(/"link-timeout-1".*"step":"healed","message":"by down"/);
    expect([places.record, places.envFile].filter((path) => existsSync(path))).to.deep.equal([]);
  });

  it('goes when its daemon is killed, with a fault in force, and the next one comes up', async () => {
    const daemon = await up();
    await said('inject', 'worker-kill', '--on', 'worker-1');
    process.kill(daemon.pid, 'SIGKILL');
    await nothingLeft(daemon, 5000);
    const { exit, stderr } = await chaos('stack', 'status');
    expect(stderr).to.match(/^CHAOS_NO_STACK: .* has died\. /);
    expect(exit).to.equal(64);
    const next = await up();
    expect(next.runId).not.to.equal(daemon.runId);
    await said('stack', 'down');
    await nothingLeft(next, 0);
  });
});
