import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Sql } from 'postgres';
import { HarnessError, reasonOf } from '../../errors.ts';

const ROLES = ['anon nologin noinherit', 'authenticated nologin noinherit', 'service_role nologin noinherit bypassrls'];

/**
 * The objects that Supabase has before any migration: its three roles, their rights to what migrations make, and the
 * table in which its tools note which migrations were applied.
 */
const SUPABASE_BEGINNINGS = `
  do $$ begin
    ${ROLES.map((role) => `begin create role ${role}; exception when duplicate_object then null; end;`).join('\n    ')}
  end $$;
  grant usage on schema public to anon, authenticated, service_role;
  alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
  alter default privileges in schema public grant all on sequences to anon, authenticated, service_role;
  alter default privileges in schema public grant all on functions to anon, authenticated, service_role;
  create schema if not exists supabase_migrations;
  create table if not exists supabase_migrations.schema_migrations (version text primary key, name text);
`;

/**
 * Makes the roles of Supabase, then applies those .sql files of a folder that were not applied yet, in the order of
 * their names.
 *
 * @remarks A restarted server applies its migrations again: existing objects stay as they are.
 * @throws HarnessError CHAOS_BAD_CONFIG if the folder can't be read or a migration fails.
 */
export async function applySchema(sql: Sql, migrations: string | null): Promise<void> {
  await sql.unsafe(SUPABASE_BEGINNINGS).simple();
  if (migrations !== null) await applyMigrations(sql, resolve(migrations));
}

async function applyMigrations(sql: Sql, folder: string): Promise<void> {
  const names = await migrationsIn(folder);
  const applied = await sql<{ version: string }[]>`select version from supabase_migrations.schema_migrations`;
  const done = new Set(applied.map(({ version }) => version));
  for (const name of names.filter((each) => !done.has(each))) {
    const text = await readFile(join(folder, name), 'utf8');
    try {
      // One message is one transaction: a migration is never there without the note that it is.
      await sql.unsafe(`${text}\n;${noteOf(name)}`).simple();
    } catch (error) {
      throw badMigrations(`migration ${name} to apply`, error);
    }
  }
}

function noteOf(name: string): string {
  const quoted = `'${name.replaceAll("'", "''")}'`;
  return `insert into supabase_migrations.schema_migrations (version, name) values (${quoted}, ${quoted})`;
}

async function migrationsIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted();
  } catch (error) {
    throw badMigrations(`migrations in ${folder}`, error);
  }
}

function badMigrations(what: string, cause: unknown): HarnessError {
  const message = reasonOf(cause);
  return new HarnessError(
    'CHAOS_BAD_CONFIG',
    `Expected ${what}, but got: ${message}. Correct it, or books.migrations in chaos.config.ts.`,
    { cause },
  );
}
