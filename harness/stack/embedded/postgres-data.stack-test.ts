import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { postgresBinaries } from '../../provision/servers/postgres-binaries.ts';
import { unprivilegedUser } from '../../provision/unprivileged-user.ts';
import { createRunFolder, postgresDataOf, removeRunFolder } from '../../reaper/run-folder.ts';
import type { RunContext } from '../run-context.ts';
import { memoryJournal } from '../test-support/stack-fixture.ts';
import { makePostgresData } from './postgres-data.ts';

/** What initdb says while it makes one. */
const BY_INITDB = 'performing post-bootstrap initialization';
const settings = ['dynamic_shared_memory_type=mmap'];
const run = promisify(execFile);
const binaries = postgresBinaries();
const user = unprivilegedUser();

describe('the data folder of PostgreSQL', () => {
  let cache: string;
  const runs: string[] = [];
  before(async () => {
    cache = await mkdtemp(join(tmpdir(), 'postgres-data-test-'));
  });
  after(async () => {
    for (const folder of [cache, ...runs]) await removeRunFolder(folder);
  });

  it('is made by initdb for the first run, and is a copy of that for later ones', async () => {
    const first = await make('one', 'first');
    const second = await make('two', 'second');
    expect(first.said).to.include(BY_INITDB);
    expect(second.said).not.to.include(BY_INITDB);
    expect(second.identifier).to.equal(first.identifier);
    expect(second.secret)
      .to.match(/^SCRAM-SHA-256\$/)
      .and.not.equal(first.secret);
  });

  it('is made by initdb where the kept one can not be used, which is then replaced', async () => {
    await truncate(join(template(), 'global', 'pg_control'), 100);
    const third = await make('three', 'third');
    expect(third.said).to.include(BY_INITDB);
    const fourth = await make('four', 'fourth');
    expect(fourth.identifier).to.equal(third.identifier);
  });

  it('is made where nothing can be kept', async () => {
    const { secret } = await make('five', 'fifth', '/dev/null/kept');
    expect(secret).to.match(/^SCRAM-SHA-256\$/);
    expect(existsSync('/dev/null/kept')).to.equal(false);
  });

  function template(): string {
    return join(cache, 'kept');
  }

  /** Makes one for a run; what initdb said of it, and what is in it. */
  async function make(
    name: string,
    password: string,
    kept = template(),
  ): Promise<Record<'said' | 'identifier' | 'secret', string>> {
    const folder = await createRunFolder(`postgres-data-test-${process.pid}-${name}`);
    runs.push(folder);
    const logsFolder = join(folder, 'logs');
    await mkdir(logsFolder);
    const reaper = {
      pid: 0,
      guardProcess: () => undefined,
      guardFolder: () => undefined,
      guardContainers: () => undefined,
      guardRows: () => undefined,
      guardWorkflows: () => undefined,
      [Symbol.asyncDispose]: async () => undefined,
    };
    const context: RunContext = {
      runId: name,
      journal: memoryJournal(),
      reaper,
      folder,
      logsFolder,
      signal: new AbortController().signal,
    };
    const data = postgresDataOf(folder);
    await makePostgresData({ binaries, user, password, data, settings }, context, kept);
    const answer = async (query: string, column: string): Promise<string> => {
      const script = `echo "${query}" | "$0" --single -F -j -D "$1" postgres`;
      const { stdout } = await run('sh', ['-c', script, binaries.postgres, data], { cwd: '/', ...user });
      return new RegExp(`${column} = "([^"]+)"`).exec(stdout)?.[1] ?? stdout;
    };
    return {
      said: await readFile(join(logsFolder, 'initdb.log'), 'utf8'),
      identifier: await answer('SELECT system_identifier FROM pg_control_system()', 'system_identifier'),
      secret: await answer("SELECT rolpassword FROM pg_authid WHERE rolname = 'postgres'", 'rolpassword'),
    };
  }
}).timeout(120_000);
