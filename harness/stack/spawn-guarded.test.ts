import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { HarnessError } from '../errors.ts';
import type { Reaper } from '../reaper/start-reaper.ts';
import { lastLineOf, notReady } from './logs.ts';
import type { RunContext } from './run-context.ts';
import { runGuarded } from './spawn-guarded.ts';
import { memoryJournal } from './test-support/stack-fixture.ts';

describe('spawnGuarded', () => {
  let folder = '';
  const guarded: number[] = [];
  const context = (): RunContext => {
    const reaper: Reaper = {
      pid: 0,
      guardProcess: (pid) => void guarded.push(pid),
      guardFolder: () => undefined,
      guardContainers: () => undefined,
      guardRows: () => undefined,
      guardWorkflows: () => undefined,
      [Symbol.asyncDispose]: async () => undefined,
    };
    const signal = new AbortController().signal;
    return { runId: 'r', journal: memoryJournal(), reaper, folder, logsFolder: folder, signal };
  };
  const failure = async (command: string, args: readonly string[]): Promise<HarnessError> => {
    const error = await runGuarded({ command, args, env: {} }, 'tool', context()).catch((thrown: unknown) => thrown);
    if (!(error instanceof HarnessError)) throw new Error(`Expected a harness error, got ${String(error)}.`);
    return error;
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'spawn-test-'));
  });
  after(async () => rm(folder, { recursive: true }));

  it('tells the reaper, tags the process and lets nothing else of the environment through', async () => {
    process.env['SPAWN_TEST_SECRET'] = 'x';
    const code = 'console.log(JSON.stringify(process.env))';
    await runGuarded({ command: process.execPath, args: ['-e', code], env: { OWN: '1' } }, 'env', context());
    delete process.env['SPAWN_TEST_SECRET'];
    const seen = JSON.parse(await lastLineOf(join(folder, 'env.log'))) as Record<string, string>;
    expect(seen).to.include({ OWN: '1', DURABLE_CHAOS_RUN: 'r', DURABLE_CHAOS_COMPONENT: 'env' });
    expect(seen).to.have.property('DURABLE_CHAOS_OWNER');
    expect(seen).not.to.have.property('SPAWN_TEST_SECRET');
    expect(guarded).to.have.length(1);
  });

  it('says the last line of a program that fails, and what is wrong with one that cannot be started', async () => {
    const ended = await failure(process.execPath, ['-e', "console.error('Sorry.\\n'); process.exit(7)"]);
    expect(ended.code).to.equal('CHAOS_STACK_NOT_READY');
    expect(ended.message).to.match(/tool to become ready, but it ended with 7: Sorry\. after \d+ ms/);
    const missing = await failure('/nowhere/program', []);
    expect(missing.code).to.equal('CHAOS_STACK_NOT_READY');
    expect(missing.message).to.contain('/nowhere/program').and.to.contain('ENOENT');
  });

  it('calls a full disk by its name', async () => {
    await writeFile(join(folder, 'full.log'), 'FATAL: could not write: No space left on device\n\n');
    const error = notReady('database', `ended with 1: ${await lastLineOf(join(folder, 'full.log'))}`, 3);
    expect(error.code).to.equal('CHAOS_NOT_WRITABLE');
    expect(error.message).to.include('Make room where it writes.');
  });
});
