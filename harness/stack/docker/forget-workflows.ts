import { type DatabaseOptions, withDatabase } from './with-database.ts';

/** The tables that a server needs to start, and to know its namespace. */
const KEPT = /^(schema_|namespaces|namespace_|cluster_|shards|queue)/;

/** Empties Temporal's database of every workflow: the state of a server that had kept nothing. */
export async function forgetWorkflows(options: DatabaseOptions): Promise<void> {
  for (const database of ['temporal', 'temporal_visibility']) {
    await withDatabase({ ...options, database }, async (sql) => {
      const tables = await sql<{ name: string }[]>`select tablename as name from pg_tables where schemaname = 'public'`;
      const emptied = tables.map(({ name }) => name).filter((name) => !KEPT.test(name));
      for (const name of emptied) await sql`truncate table ${sql(name)}`;
    });
  }
}
