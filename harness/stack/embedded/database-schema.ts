import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Sql } from 'postgres';
import { firstLine, HarnessError } from '../../errors.ts';
import { type PostgresOptions, postgresClient } from './postgres-server.ts';

/** What Supabase has before any migration: its three roles, and their rights to what migrations make. */
const SUPABASE_ROLES = `
  create role anon nologin noinherit;
  create role authenticated nologin noinherit;
  create role service_role nologin noinherit bypassrls;
  grant usage on schema public to anon, authenticated, service_role;
  alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
  alter default privileges in schema public grant all on sequences to anon, authenticated, service_role;
  alter default privileges in schema public grant all on functions to anon, authenticated, service_role;
`;

/**
 * Makes the roles of Supabase, then applies the .sql files of a folder in the order of their names.
 *
 * @throws HarnessError CHAOS_BAD_CONFIG where the folder can't be read or a migration fails.
 */
export async function applySchema(options: PostgresOptions, migrations: string | null): Promise<void> {
  const sql = postgresClient(options);
  try {
    await sql.unsafe(SUPABASE_ROLES).simple();
    if (migrations !== null) await applyMigrations(sql, resolve(migrations));
  } finally {
    await sql.end();
  }
}

async function applyMigrations(sql: Sql, folder: string): Promise<void> {
  for (const name of await migrationsIn(folder)) {
    const text = await readFile(join(folder, name), 'utf8');
    try {
      await sql.unsafe(text).simple();
    } catch (error) {
      throw badMigrations(`migration ${name} to apply`, error);
    }
  }
}

async function migrationsIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted();
  } catch (error) {
    throw badMigrations(`migrations in ${folder}`, error);
  }
}

function badMigrations(what: string, cause: unknown): HarnessError {
  const message = firstLine(cause instanceof Error ? cause.message : String(cause));
  return new HarnessError(
    'CHAOS_BAD_CONFIG',
    `Expected ${what}, but got: ${message}, after 0 ms. Correct it, or books.checkpoints.migrations in chaos.config.ts.`,
    { cause },
  );
}
