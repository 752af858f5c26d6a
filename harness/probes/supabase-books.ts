import type { SupabaseClient } from '@supabase/supabase-js';
import { messageOf } from '../errors.ts';
import { type Book, type CheckpointRow, checkpointRowSchema } from '../model/evidence.ts';
import { bookClient, demandTable, PAGE, type Place, REQUEST_LIMIT_MS } from './book-client.ts';

/** The location of the checkpoints. */
export interface CheckpointTable extends Place {
  readonly table: string;
  /** Only rows of workflow ids that begin with it are read; if left out, all are. */
  readonly mark?: string | undefined;
}

/** Reads the checkpoints table over the Supabase API, straight and never through a fault. */
export interface CheckpointReader {
  /** @param growing - rows may be added while it is read: then it must have at least those that were there before */
  book(growing?: boolean): Promise<Book<CheckpointRow>>;
  visible(): Promise<ReadonlySet<string>>;
  /**
   * Reads the table once, before anything is run: a book that can never be read would make every verdict `unknown`.
   *
   * @throws HarnessError CHAOS_SUPABASE_KEY, CHAOS_BAD_CONFIG if there is no such table, CHAOS_STACK_NOT_READY.
   */
  demand(): Promise<void>;
}

const COLUMNS = 'id,workflow_id,stage,activity_id,attempt,digest';

/** The reader of one checkpoints table. */
export function checkpointReader(where: CheckpointTable): CheckpointReader {
  const client = bookClient(where);
  return {
    book: (growing = false) => readBook(client, where, growing),
    demand: () =>
      demandTable(client, { url: where.url, table: where.table, columns: COLUMNS, named: 'books.checkpoints' }),
    visible: async () => {
      const rows = await readPages(client, where, 'workflow_id,stage');
      return new Set(rows.map((row) => `${String(row.workflow_id)}/${String(row.stage)}`));
    },
  };
}

type Scope = Pick<CheckpointTable, 'table' | 'mark'>;

async function readBook(client: SupabaseClient, scope: Scope, growing: boolean): Promise<Book<CheckpointRow>> {
  const { table } = scope;
  try {
    const before = growing ? await countRows(client, scope) : null;
    const rows = await readPages(client, scope, COLUMNS);
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

type Row = Readonly<Record<string, unknown>>;

/** In the order of the identity column, without which pages may overlap. */
async function readPages(client: SupabaseClient, { table, mark }: Scope, columns: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const all = client.from(table).select(columns);
    const own = mark === undefined ? all : all.like('workflow_id', `${mark}%`);
    const { data, error } = await own
      .order('id')
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
