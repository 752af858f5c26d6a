import { chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import postgres from 'postgres';
import type { PostgresBinaries } from '../../provision/servers/postgres-binaries.ts';
import type { UserIdentity } from '../../provision/unprivileged-user.ts';
import { notWritable, postgresDataOf } from '../../reaper/run-folder.ts';
import { waitFor } from '../../wait.ts';
import { acceptsConnections } from '../health-probes.ts';
import type { RunContext } from '../run-context.ts';
import { runGuarded } from '../spawn-guarded.ts';
import { postgresTls, type StackTls } from '../stack-tls.ts';
import { assertPassage } from './assert-passage.ts';
import type { ComponentSpec } from './process-component.ts';

/** The parts of a PostgreSQL of a run. */
export interface PostgresOptions {
  readonly binaries: PostgresBinaries;
  /** The user that it runs as, if the harness is root: PostgreSQL refuses to be. */
  readonly user: UserIdentity | null;
  readonly port: number;
  readonly password: string;
  /** How it speaks TLS; null: not at all. */
  readonly tls: StackTls | null;
}

const NAME = 'supabase-db';
const READY_LIMIT_MS = 20_000;
// In files of the data folder: a SIGKILL then leaves nothing in /dev/shm.
const SHARED_MEMORY = 'dynamic_shared_memory_type=mmap';
const SETTINGS = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=50',
  'shared_buffers=32MB',
  'autovacuum=off',
  SHARED_MEMORY,
];

/**
 * Makes the data folder of a run's PostgreSQL.
 *
 * @throws HarnessError CHAOS_STACK_NOT_READY or CHAOS_NOT_WRITABLE.
 */
export async function initialisePostgres(options: PostgresOptions, context: RunContext): Promise<void> {
  const data = postgresDataOf(context.folder);
  const passwordFile = join(context.folder, 'postgres-password');
  const { user } = options;
  if (user !== null) await assertPassage(data, user);
  try {
    await mkdir(data, { mode: 0o700 });
    await writeFile(passwordFile, options.password, { mode: 0o600 });
    if (user !== null) await Promise.all([data, passwordFile].map(async (each) => chown(each, user.uid, user.gid)));
  } catch (error) {
    throw notWritable(data, error);
  }
  const auth = ['--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--username=postgres'];
  // A crash of the machine isn't among the faults; a crash of the server needs no flush of what initdb wrote.
  const speed = ['--encoding=UTF8', '--locale=C', '--no-sync', '--no-instructions'];
  const args = ['-D', data, ...auth, ...speed, '--set', SHARED_MEMORY];
  await runGuarded({ command: options.binaries.initdb, args, env: { LC_ALL: 'C' }, user, cwd: '/' }, 'initdb', context);
  if (options.tls !== null) await secure(data, options.tls, user);
}

/** Gives it a certificate, by the names that it looks for, and has it ask for one of everyone. */
async function secure(data: string, { certificates }: StackTls, user: UserIdentity | null): Promise<void> {
  const { ca, cert, key } = await certificates.identity(NAME);
  const rule = 'hostssl all all 127.0.0.1/32 scram-sha-256 clientcert=verify-ca\n';
  const files = { 'root.crt': ca, 'server.crt': cert, 'server.key': key, 'pg_hba.conf': rule };
  for (const [name, text] of Object.entries(files)) {
    const path = join(data, name);
    try {
      await writeFile(path, text, { mode: 0o600 });
      if (user !== null) await chown(path, user.uid, user.gid);
    } catch (error) {
      throw notWritable(path, error);
    }
  }
}

/** PostgreSQL as a component. */
export function postgresServer(options: PostgresOptions, context: RunContext): ComponentSpec {
  const { binaries, user, port } = options;
  const safe = options.tls === null ? [] : ['ssl=on', 'ssl_ca_file=root.crt'];
  const settings = [...SETTINGS, ...safe].flatMap((setting) => ['-c', setting]);
  const args = ['-D', postgresDataOf(context.folder), '-p', String(port), ...settings];
  return {
    name: NAME,
    role: 'database',
    readyLimitMs: READY_LIMIT_MS,
    // Fast shutdown: SIGTERM would wait for every client to leave.
    stopSignal: 'SIGINT',
    endSignal: 'SIGQUIT',
    ask: async () => askQuery(options),
    launch: async () => ({ command: binaries.postgres, args, env: { LC_ALL: 'C' }, user, cwd: '/', guard: 'postgres' }),
    ready: async (_incarnation, signal) => {
      const wait = { what: 'PostgreSQL to accept queries', limitMs: READY_LIMIT_MS, signal, everyMs: 10 };
      await waitFor(async () => acceptsConnections(port), wait);
      await waitFor(async () => answersQuery(options), wait);
    },
  };
}

/** A client of the run's PostgreSQL, direct and with all rights. */
function postgresClient({ port, password, tls }: Pick<PostgresOptions, 'port' | 'password' | 'tls'>): postgres.Sql {
  const place = { host: '127.0.0.1', port, ...postgresTls(tls, NAME) };
  const target = { ...place, database: 'postgres', username: 'postgres', password };
  // When the server dies just then, its look-up of types at the start of a connection rejects where no code can catch it.
  return postgres({ ...target, max: 1, connect_timeout: 5, fetch_types: false, onnotice: () => undefined });
}

/** Calls a function with a client of the run's PostgreSQL, and closes it. */
export async function withPostgres(
  options: PostgresOptions,
  work: (sql: postgres.Sql) => Promise<void>,
): Promise<void> {
  const sql = postgresClient(options);
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
}

/** @throws Error if the server doesn't answer a query. */
async function askQuery(options: PostgresOptions): Promise<void> {
  const sql = postgresClient(options);
  try {
    await sql`select 1`;
  } finally {
    await sql.end({ timeout: 0 });
  }
}

async function answersQuery(options: PostgresOptions): Promise<true | undefined> {
  return askQuery(options).then(
    () => true,
    () => undefined,
  );
}
