import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { firstLine, HarnessError } from '../errors.ts';
import { type HostedSupabase, hostOf } from '../model/hosted-supabase.ts';

const REQUEST_LIMIT_MS = 10_000;

/**
 * Makes sure, before anything is started, that a hosted Supabase can be worked with: it answers, takes the key, has the
 * tables, and lets rows be removed from them again.
 *
 * @param migrations - where they are, as the user is to read it
 * @remarks The rows asked to be removed are those of this run, of which there are none yet.
 * @throws HarnessError CHAOS_STACK_NOT_READY if it doesn't answer, CHAOS_SUPABASE_KEY, CHAOS_SUPABASE_TABLES; the
 * signal's reason when it aborts.
 */
export async function assertHosted(hosted: HostedSupabase, migrations: string, signal: AbortSignal): Promise<void> {
  const client = createClient(hosted.url, hosted.key, { auth: { persistSession: false, autoRefreshToken: false } });
  for (const { table, key } of hosted.tables) {
    const asked: Asked = { client, hosted, table, key, migrations, signal };
    await ask(asked, 'reading', (limit) => client.from(table).select(key).limit(1).retry(false).abortSignal(limit));
    await ask(asked, 'removing', (limit) =>
      client.from(table).delete().like(key, `${hosted.mark}%`).select(key).abortSignal(limit),
    );
  }
}

interface Asked {
  readonly client: SupabaseClient;
  readonly hosted: HostedSupabase;
  readonly table: string;
  readonly key: string;
  readonly migrations: string;
  readonly signal: AbortSignal;
}

/** The answer of supabase-js; if none came, `error` has the reason in `details`. */
interface Answer {
  readonly status: number;
  readonly error: { readonly message: string; readonly details?: string | null } | null;
}

async function ask(
  asked: Asked,
  what: 'reading' | 'removing',
  request: (limit: AbortSignal) => PromiseLike<Answer>,
): Promise<void> {
  const startMs = performance.now();
  const { status, error } = await request(AbortSignal.any([asked.signal, AbortSignal.timeout(REQUEST_LIMIT_MS)]));
  asked.signal.throwIfAborted();
  if (error === null) return;
  const tookMs = Math.round(performance.now() - startMs);
  throw refusal(asked, what, { status, why: serviceReason(error), tookMs });
}

interface Refused {
  readonly status: number;
  readonly why: string;
  readonly tookMs: number;
}

function refusal(
  { hosted, table, key, migrations }: Asked,
  what: string,
  { status, why, tookMs }: Refused,
): HarnessError {
  const where = `the Supabase at ${hostOf(hosted)}`;
  if (status === 0 || status >= 500) {
    const got = status === 0 ? why : `it answered ${status}: ${why}`;
    const sentence = `Expected ${where} to answer, but ${got} after ${tookMs} ms. Correct SUPABASE_URL, or start it.`;
    return new HarnessError('CHAOS_STACK_NOT_READY', sentence);
  }
  const got = `it answered ${status}: ${why} after ${tookMs} ms`;
  if (status === 401 || status === 403) {
    const sentence = `Expected ${where} to take SUPABASE_KEY for ${what} rows of ${table}, but ${got}. Give the secret key, which is that of the service role.`;
    return new HarnessError('CHAOS_SUPABASE_KEY', sentence);
  }
  const sentence = `Expected ${where} to have a table ${table} with a column ${key}, but ${got}. Apply the migrations in ${migrations} to it.`;
  return new HarnessError('CHAOS_SUPABASE_TABLES', sentence);
}

/** supabase-js says `TypeError: fetch failed`, and why only further down. */
function serviceReason({ message, details }: { readonly message: string; readonly details?: string | null }): string {
  const cause = /Caused by: (?:\w+: )?(.+)/.exec(details ?? '')?.[1];
  return cause === undefined || cause === '' ? firstLine(message) : `${firstLine(message)} (${cause})`;
}
