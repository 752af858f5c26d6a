import { type DatabaseOptions, withDatabase } from './with-database.ts';

/** What a server needs to come up at all, and to know its namespace. */
const KEPT = /^(schema_|namespaces|namespace_|cluster_|shards|queue)/;

/** Empties Temporal's database of every workflow: what a server would be that had kept nothing. */
export async function forgetWorkflows(options: DatabaseOptions): Promise<void> {
  for (const database of ['temporal', 'temporal_visibility']) {
    await withDatabase({ ...options, database }, async (sql) => {
      const tables = await sql<{ name: string }[]>`select tablename as name from pg_tables where schemaname = 'public'`;
      const emptied = tables.map(({ name }) => name).filter((name) => !KEPT.test(name));
      for (const name of emptied) await sql`truncate table ${sql(name)}`;
    });
  }
}
