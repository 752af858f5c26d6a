import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { HarnessError } from '../errors.ts';

/** A Supabase that has books, and how it is asked. */
export interface Place {
  readonly url: string;
  readonly key: string;
  /** Left out: the `fetch` of this process. */
  readonly fetch?: typeof fetch | undefined;
}

/** How many rows are asked for at once: Supabase answers at most 1000 rows a select unless configured otherwise. */
export const PAGE = 500;
/** How long one request may take, in milliseconds. */
export const REQUEST_LIMIT_MS = 5000;

/** A client of Supabase that reads books: no session, no renewal of keys. */
export function bookClient({ url, key, fetch: ask }: Place): SupabaseClient {
  return createClient(url, key, {
    auth: { persistSession: false, autoRefreshToken: false },
    ...(ask === undefined ? {} : { global: { fetch: ask } }),
  });
}

/** A table that must be there, with some columns. */
export interface DemandedTable {
  readonly url: string;
  readonly table: string;
  /** Separated by commas. */
  readonly columns: string;
  /** The part of chaos.config.ts that names it. */
  readonly named: string;
}

/**
 * Reads a table once, before anything is run: a book that can never be read would make every verdict `unknown`.
 *
 * @throws HarnessError CHAOS_SUPABASE_KEY, CHAOS_BAD_CONFIG if there is no such table, CHAOS_STACK_NOT_READY.
 */
export async function demandTable(client: SupabaseClient, demanded: DemandedTable): Promise<void> {
  const { url, table, columns, named } = demanded;
  const { error, status } = await client
    .from(table)
    .select(columns)
    .limit(1)
    .retry(false)
    .abortSignal(AbortSignal.timeout(REQUEST_LIMIT_MS));
  if (error === null) return;
  const got = `it answered ${status}: ${error.message}`;
  if (status === 401 || status === 403) {
    const advice = "Give the service role's key.";
    throw new HarnessError('CHAOS_SUPABASE_KEY', `Expected Supabase at ${url} to take the key, but ${got}. ${advice}`);
  }
  if (status === 0 || status >= 500) {
    throw new HarnessError('CHAOS_STACK_NOT_READY', `Expected Supabase at ${url} to answer, but ${got}. See its log.`);
  }
  const advice = `Correct ${named} in chaos.config.ts, or the migrations.`;
  throw new HarnessError('CHAOS_BAD_CONFIG', `Expected a table ${table} to read from, but ${got}. ${advice}`);
}
