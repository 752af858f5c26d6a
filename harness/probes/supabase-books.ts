import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { HarnessError, messageOf } from '../errors.ts';
import { type Book, type CheckpointRow, checkpointRowSchema } from '../model/evidence.ts';
import type { Json } from '../model/json.ts';

/** The location of the checkpoints. */
export interface CheckpointTable {
  readonly url: string;
  readonly key: string;
  readonly table: string;
  /** Only rows of workflow ids that begin with it are read; if left out, all are. */
  readonly mark?: string | undefined;
  /** How it is asked; left out: by the `fetch` of this process. */
  readonly fetch?: typeof fetch | undefined;
}

/** Reads the checkpoints table over the Supabase API, straight and never through a fault. */
export interface CheckpointReader {
  /** @param growing - rows may be added while it is read: then it must have at least those that were there before */
  book(growing?: boolean): Promise<Book<CheckpointRow>>;
  visible(): Promise<ReadonlySet<string>>;
  /** All rows of another table of the same database, in the order of a column. */
  rows(table: string, orderBy: string): Promise<Book<Readonly<Record<string, Json>>>>;
  /**
   * Reads the table once, before anything is run: a book that can never be read would make every verdict `unknown`.
   *
   * @throws HarnessError CHAOS_SUPABASE_KEY, CHAOS_BAD_CONFIG if there is no such table, CHAOS_STACK_NOT_READY.
   */
  demand(): Promise<void>;
}

// Supabase answers at most 1000 rows a select unless configured otherwise.
const PAGE = 500;
const COLUMNS = 'id,workflow_id,stage,activity_id,attempt,digest';
const REQUEST_LIMIT_MS = 5000;

/** The reader of one checkpoints table. */
export function checkpointReader(where: CheckpointTable): CheckpointReader {
  const client = createClient(where.url, where.key, {
    auth: { persistSession: false, autoRefreshToken: false },
    ...(where.fetch === undefined ? {} : { global: { fetch: where.fetch } }),
  });
  return {
    book: (growing = false) => readBook(client, where, growing),
    rows: (table, orderBy) => readRows(client, table, orderBy),
    demand: () => demand(client, where),
    visible: async () => {
      const rows = await readPages(client, where, { columns: 'workflow_id,stage' });
      return new Set(rows.map((row) => `${String(row.workflow_id)}/${String(row.stage)}`));
    },
  };
}

type Scope = Pick<CheckpointTable, 'table' | 'mark'>;

async function readBook(client: SupabaseClient, scope: Scope, growing: boolean): Promise<Book<CheckpointRow>> {
  const { table } = scope;
  try {
    const before = growing ? await countRows(client, scope) : null;
    const rows = await readPages(client, scope, { columns: COLUMNS });
    const count = before ?? (await countRows(client, scope));
    if (growing ? rows.length < count : rows.length !== count) {
      return { state: 'unavailable', reason: `${table} has ${count} rows by count, but ${rows.length} were read` };
    }
    return { state: 'collected', rows: rows.map((row) => toCheckpointRow(row)) };
  } catch (error) {
    return { state: 'unavailable', reason: messageOf(error) };
  }
}

async function countRows(client: SupabaseClient, { table, mark }: Scope): Promise<number> {
  const all = client.from(table).select('id', { count: 'exact', head: true });
  const own = mark === undefined ? all : all.like('workflow_id', `${mark}%`);
  const { count, error } = await own.abortSignal(AbortSignal.timeout(REQUEST_LIMIT_MS));
  if (error !== null) throw new Error(`counting ${table}: ${error.message}`);
  return count ?? 0;
}

async function readRows(
  client: SupabaseClient,
  table: string,
  orderBy: string,
): Promise<Book<Readonly<Record<string, Json>>>> {
  try {
    const rows = await readPages(client, { table }, { columns: '*', orderBy });
    return { state: 'collected', rows: rows as readonly Readonly<Record<string, Json>>[] };
  } catch (error) {
    return { state: 'unavailable', reason: messageOf(error) };
  }
}

async function demand(client: SupabaseClient, { url, table }: CheckpointTable): Promise<void> {
  const { error, status } = await client
    .from(table)
    .select(COLUMNS)
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
  const advice = 'Correct books.checkpoints in chaos.config.ts, or the migrations.';
  throw new HarnessError('CHAOS_BAD_CONFIG', `Expected a table ${table} to read from, but ${got}. ${advice}`);
}

type Row = Readonly<Record<string, unknown>>;

/** In the order of a unique column, without which pages may overlap. */
async function readPages(
  client: SupabaseClient,
  { table, mark }: Scope,
  { columns, orderBy = 'id' }: { readonly columns: string; readonly orderBy?: string },
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const all = client.from(table).select(columns);
    const own = mark === undefined ? all : all.like('workflow_id', `${mark}%`);
    const { data, error } = await own
      .order(orderBy)
      .range(rows.length, rows.length + PAGE - 1)
      .retry(false)
      .abortSignal(AbortSignal.timeout(REQUEST_LIMIT_MS));
    if (error !== null) throw new Error(`reading ${table}: ${error.message}`);
    rows.push(...(data as unknown as readonly Row[]));
    if (data.length < PAGE) return rows;
  }
}

function toCheckpointRow(row: Row): CheckpointRow {
  return checkpointRowSchema.parse({
    sequence: Number(row.id),
    workflowId: row.workflow_id,
    stage: row.stage,
    activityId: row.activity_id,
    attempt: row.attempt,
    digest: row.digest,
  });
}
