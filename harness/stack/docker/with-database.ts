import postgres from 'postgres';
import { postgresTls, type StackTls } from '../stack-tls.ts';

/** A PostgreSQL, and the login for it. */
export interface DatabaseOptions {
  readonly name: 'postgresql' | 'supabase-db';
  readonly port: number;
  readonly password: string;
  /** `postgres` unless another is meant. */
  readonly database?: string;
  /** How it speaks TLS; null: not at all. */
  readonly tls: StackTls | null;
}

/** Calls a function with a client of a PostgreSQL, direct and with all rights, and closes it. */
export async function withDatabase(
  { name, port, password, tls, database = 'postgres' }: DatabaseOptions,
  work: (sql: postgres.Sql) => Promise<void>,
): Promise<void> {
  const target = { host: '127.0.0.1', port, database, username: 'postgres', password };
  // When the server dies just then, its look-up of types at the start of a connection rejects where no code can catch it.
  const manners = { max: 1, connect_timeout: 5, fetch_types: false, onnotice: () => undefined };
  const sql = postgres({ ...target, ...manners, ...postgresTls(tls, name) });
  try {
    await work(sql);
  } finally {
    await sql.end({ timeout: 0 });
  }
}

/** The version that PostgreSQL itself reports, such as `18.4`. */
export async function databaseVersion(options: DatabaseOptions): Promise<string> {
  let version = '';
  await withDatabase(options, async (sql) => {
    const [row] = await sql<{ server_version: string }[]>`show server_version`;
    version = row?.server_version.split(' ', 1)[0] ?? '';
  });
  return version;
}
