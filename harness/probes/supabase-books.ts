import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { type Book, type CheckpointRow, checkpointRowSchema } from '../model/evidence.ts';

/** Where the checkpoints are. */
export interface CheckpointTable {
  readonly url: string;
  readonly key: string;
  readonly table: string;
}

/** Reads the checkpoints table over the Supabase API, straight and never through a fault. */
export interface CheckpointReader {
  book(): Promise<Book<CheckpointRow>>;
  visible(): Promise<ReadonlySet<string>>;
}

// Supabase answers at most 1000 rows a select unless configured otherwise.
const PAGE = 500;
const REQUEST_LIMIT_MS = 5000;

/** The reader of one checkpoints table. */
export function checkpointReader(where: CheckpointTable): CheckpointReader {
  const client = createClient(where.url, where.key, { auth: { persistSession: false, autoRefreshToken: false } });
  return {
    book: () => readBook(client, where.table),
    visible: async () => {
      const rows = await readPages(client, where.table, 'workflow_id,stage');
      return new Set(rows.map((row) => `${String(row.workflow_id)}/${String(row.stage)}`));
    },
  };
}

async function readBook(client: SupabaseClient, table: string): Promise<Book<CheckpointRow>> {
  try {
    const rows = await readPages(client, table, 'id,workflow_id,stage,activity_id,attempt,digest');
    const { count, error } = await client
      .from(table)
      .select('id', { count: 'exact', head: true })
      .abortSignal(AbortSignal.timeout(REQUEST_LIMIT_MS));
    if (error !== null) return { state: 'unavailable', reason: `counting ${table}: ${error.message}` };
    if (count !== rows.length) {
      return { state: 'unavailable', reason: `${table} has ${count} rows by count, but ${rows.length} were read` };
    }
    return { state: 'collected', rows: rows.map((row) => toCheckpointRow(row)) };
  } catch (error) {
    return { state: 'unavailable', reason: error instanceof Error ? error.message : String(error) };
  }
}

type Row = Readonly<Record<string, unknown>>;

async function readPages(client: SupabaseClient, table: string, columns: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const { data, error } = await client
      .from(table)
      .select(columns)
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
