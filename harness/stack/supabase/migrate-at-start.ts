import postgres from 'postgres';
import { waitFor } from '../../wait.ts';
import { applySchema } from './apply-schema.ts';

const DATABASE_LIMIT_MS = 60_000;

/** Where a PostgreSQL is, and the driver's options for TLS with it. */
export interface Database {
  readonly url: string;
  readonly ssl: Pick<postgres.Options<Record<string, never>>, 'ssl'>;
}

/**
 * Applies the migrations once the database answers, for an API that is started beside its database.
 *
 * @throws HarnessError CHAOS_WAIT_TIMEOUT if the database doesn't answer; CHAOS_BAD_CONFIG if a migration fails.
 */
export async function migrateAtStart(database: Database, migrations: string, signal: AbortSignal): Promise<void> {
  const wait = { what: 'the database to answer', limitMs: DATABASE_LIMIT_MS, signal, everyMs: 25 };
  await waitFor(async () => answers(database), wait);
  const sql = client(database);
  try {
    await applySchema(sql, migrations);
  } finally {
    await sql.end();
  }
}

function client({ url, ssl }: Database): postgres.Sql {
  return postgres(url, { ...ssl, max: 1, connect_timeout: 5, onnotice: () => undefined });
}

/** With a new client each time: one that failed to connect waits before it tries again. */
async function answers(database: Database): Promise<true | undefined> {
  const sql = client(database);
  try {
    await sql`select 1`;
    return true;
  } catch {
    return undefined;
  } finally {
    await sql.end({ timeout: 0 });
  }
}
