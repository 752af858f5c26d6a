import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ChaosConfig } from '../model/config.ts';
import type { CommandEnd, RunningCommand } from '../model/running-command.ts';
import type { StackAddresses } from '../model/stack.ts';
import { taggedProcesses } from '../processes/tagged-processes.ts';
import type { Reaper } from '../reaper/start-reaper.ts';
import { ClientPrograms } from './client-programs.ts';
import { memoryJournal } from './test-support/stack-fixture.ts';

const addresses = {
  temporal: '127.0.0.1:7233',
  supabaseUrl: 'http://127.0.0.1:1',
  api: null,
} as unknown as StackAddresses;
const config = {
  taskQueue: 'orders',
  namespace: 'shop',
  secrets: [/hunter2/],
  client: { command: ['node'], env: ({ temporalPort }: { temporalPort: number }) => ({ PORT: String(temporalPort) }) },
} as unknown as ChaosConfig;

describe('the programs that start workflows', () => {
  let folder = '';
  let closed = 0;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'client-programs-'));
  });
  after(async () => rm(folder, { recursive: true }));

  const programs = (): ClientPrograms => {
    const none = (): undefined => undefined;
    const guards = { guardProcess: none, guardFolder: none, guardContainers: none, guardRows: none };
    const reaper: Reaper = { pid: 0, ...guards, guardWorkflows: none, [Symbol.asyncDispose]: async () => undefined };
    const { signal } = new AbortController();
    const context = { runId: folder, journal: memoryJournal(), reaper, folder, logsFolder: folder, signal };
    const listenForStarts = () => Promise.resolve({ port: 4711, close: () => void (closed += 1) });
    return new ClientPrograms({
      options: { config, projectFolder: folder, logsFolder: folder },
      context,
      gateway: { listenForStarts },
    });
  };
  const run = async (code: string, ...args: string[]): Promise<RunningCommand> => {
    return programs().start(addresses, { words: ['node', '-e', code, ...args], seen: () => undefined });
  };
  const end = async (code: string, ...args: string[]): Promise<CommandEnd> => (await run(code, ...args)).ended;

  it('run in the folder that the plan names, seen from the project', async () => {
    await mkdir(join(folder, 'starters'));
    const code = `require('node:fs').writeFileSync('here', '')`;
    const words = ['node', '-e', code] as const;
    const { ended } = await programs().start(addresses, { words: [...words], cwd: 'starters', seen: () => undefined });
    expect(await ended).to.include({ exitCode: 0 });
    expect(await readFile(join(folder, 'starters/here'), 'utf8')).to.equal('');
  });

  it('reach Temporal by way of the gateway, with the standard variables and those of the client, in the project', async () => {
    const names = ['TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE', 'PORT'];
    const told = `[...${JSON.stringify(names)}.map((name) => process.env[name]), process.argv[1], process.cwd()]`;
    await writeFile(join(folder, 'print.cjs'), `console.log(JSON.stringify(${told.replace('[1]', '[2]')}))`);
    const command = programs();
    const { ended } = await command.start(addresses, {
      words: ['node', 'print.cjs', '{taskQueue}'],
      seen: () => undefined,
    });
    expect(await ended).to.deep.include({ exitCode: 0, signal: null, log: 'logs/start-command.1.log' });
    const lines = (await readFile(join(folder, 'start-command.1.log'), 'utf8')).trim().split('\n');
    const printed: unknown = JSON.parse(lines.at(-1) ?? '');
    expect(printed).to.deep.equal(['127.0.0.1:4711', 'shop', '4711', 'orders', folder]);
  });

  it('say why they failed, by their error and without secrets, and free their listener', async () => {
    const before = closed;
    const { exitCode, said } = await end("throw new TypeError('No such item: hunter2.')");
    expect(exitCode).to.equal(1);
    expect(said).to.match(/^TypeError: No such item: <masked \w+>\.$/);
    expect(closed).to.equal(before + 1);
  });

  it('take what they left in the background with them, and are killed whole', async () => {
    const sleeper = "require('node:child_process').spawn('sleep', ['60'], { stdio: 'ignore' }).unref()";
    await end(sleeper);
    const running = await run(`${sleeper}; setInterval(() => {}, 1000)`);
    await running.kill();
    expect(await running.ended).to.include({ exitCode: null, signal: 'SIGKILL' });
    expect(taggedProcesses().filter(({ runId }) => runId === folder)).to.deep.equal([]);
  });

  it('are refused by name where there is no such program', async () => {
    const words: [string] = ['/nowhere/order'];
    const error = await programs()
      .start(addresses, { words, seen: () => undefined })
      .catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'CHAOS_STACK_NOT_READY');
    expect(error).to.have.property('message').that.contains('/nowhere/order').and.contains('ENOENT');
  });

  it('end with the stack', async () => {
    const all = programs();
    const { ended } = await all.start(addresses, {
      words: ['node', '-e', 'setInterval(() => {}, 1000)'],
      seen: () => undefined,
    });
    await all.end();
    expect(await ended).to.include({ signal: 'SIGKILL' });
  });
});
