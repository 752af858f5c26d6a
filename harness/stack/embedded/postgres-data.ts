import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../../provision/provision-context.ts';
import type { PostgresBinaries } from '../../provision/servers/postgres-binaries.ts';
import type { UserIdentity } from '../../provision/unprivileged-user.ts';
import { notWritable } from '../../reaper/run-folder.ts';
import type { RunContext } from '../run-context.ts';
import { type Launch, runGuarded } from '../spawn-guarded.ts';

/** A data folder to be made. */
export interface PostgresData {
  readonly binaries: PostgresBinaries;
  /** The user that PostgreSQL runs as, if the harness is root; null: that of the harness. */
  readonly user: UserIdentity | null;
  /** The password of its user `postgres`. */
  readonly password: string;
  /** Where it is made: below the folder of the run. */
  readonly data: string;
  /** Settings of its configuration file. */
  readonly settings: readonly string[];
}

const TAG = 'initdb';
const OWNER = 'postgres';
// A crash of the machine isn't among the faults; a crash of the server needs no flush of what initdb wrote.
const CHOICES = ['--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-sync', '--no-instructions'];
/** One statement from a file, by a server of one user that listens nowhere. */
const ALONE = 'exec "$0" --single -F -j -c exit_on_error=true -D "$1" postgres <"$2"';

/**
 * Makes a data folder: a copy of one that an earlier run has made, with the password of this run.
 *
 * @remarks A copy costs a quarter of what initdb does, which every run would wait for. Where there is none yet, or it
 * can't be used, initdb makes the folder, and a copy of that is kept for later runs.
 * @param template - where the kept one is
 * @throws HarnessError CHAOS_STACK_NOT_READY or CHAOS_NOT_WRITABLE.
 */
export async function makePostgresData(
  wanted: PostgresData,
  context: RunContext,
  template = templateOf(wanted),
): Promise<void> {
  if (existsSync(template) && (await isCopied(wanted, context, template))) return;
  await makeEmpty(wanted);
  const passwordFile = await secretFile(wanted, 'postgres-password', wanted.password);
  const settings = wanted.settings.flatMap((setting) => ['--set', setting]);
  const args = ['-D', wanted.data, `--pwfile=${passwordFile}`, `--username=${OWNER}`, ...CHOICES, ...settings];
  await runGuarded(asOwner(wanted, wanted.binaries.initdb, args), TAG, context);
  await keep(wanted.data, template, context);
}

/** Where a data folder is kept that is the same for all runs with this PostgreSQL, user, time zone and choices. */
function templateOf({ binaries, user, settings }: PostgresData): string {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const made = [binaries.version, user?.uid ?? process.getuid?.(), timeZone, ...CHOICES, ...settings];
  const digest = createHash('sha256').update(JSON.stringify(made)).digest('hex').slice(0, 12);
  const name = `postgres-data-${binaries.version}-${process.platform}-${process.arch}-${digest}`;
  return join(cacheFolder(process.env, process.platform, homedir()), name);
}

/** Copies the kept folder and sets its password; false, and without the kept one, where that can't be done. */
async function isCopied(wanted: PostgresData, context: RunContext, template: string): Promise<boolean> {
  await makeEmpty(wanted);
  const statement = `ALTER ROLE ${OWNER} PASSWORD '${wanted.password.replaceAll("'", "''")}'`;
  const file = await secretFile(wanted, 'postgres-password.sql', statement);
  try {
    await copy(template, wanted.data, context);
    await runGuarded(asOwner(wanted, 'sh', ['-c', ALONE, wanted.binaries.postgres, wanted.data, file]), TAG, context);
    return true;
  } catch {
    context.signal.throwIfAborted();
    for (const folder of [wanted.data, template]) await rm(folder, { recursive: true, force: true });
    return false;
  }
}

/** Keeps a copy of a new folder for later runs, unless another process has; without one they do as this one did. */
async function keep(data: string, template: string, context: RunContext): Promise<void> {
  let partial: string | null = null;
  try {
    await mkdir(dirname(template), { recursive: true });
    partial = await mkdtemp(`${template}.partial-`);
    await copy(data, partial, context);
    // What is kept outlives a crash of the machine.
    await runGuarded({ command: 'sync', args: [], env: {} }, TAG, context);
    await rename(partial, template);
  } catch {
    context.signal.throwIfAborted();
    if (partial !== null) await rm(partial, { recursive: true, force: true });
  }
}

/** Copies what is in a folder, with owners and modes, into one that exists. */
async function copy(from: string, to: string, context: RunContext): Promise<void> {
  await runGuarded({ command: 'cp', args: ['-pR', `${from}/.`, to], env: {} }, TAG, context);
}

function asOwner({ user }: PostgresData, command: string, args: readonly string[]): Launch {
  return { command, args, env: { LC_ALL: 'C' }, user, cwd: '/' };
}

async function makeEmpty({ data, user }: PostgresData): Promise<void> {
  try {
    await mkdir(data, { mode: 0o700 });
    if (user !== null) await chown(data, user.uid, user.gid);
  } catch (error) {
    throw notWritable(data, error);
  }
}

/** A file beside the data folder, for its owner alone. */
async function secretFile({ data, user }: PostgresData, name: string, text: string): Promise<string> {
  const path = join(dirname(data), name);
  try {
    await writeFile(path, text, { mode: 0o600 });
    if (user !== null) await chown(path, user.uid, user.gid);
  } catch (error) {
    throw notWritable(path, error);
  }
  return path;
}
