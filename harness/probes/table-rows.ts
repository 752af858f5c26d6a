import type { SupabaseClient } from '@supabase/supabase-js';
import { messageOf } from '../errors.ts';
import { type Book, type TableRow, tableRowSchema } from '../model/evidence.ts';
import type { SubjectTable } from '../model/subject-books.ts';
import { bookClient, demandTable, PAGE, type Place, REQUEST_LIMIT_MS } from './book-client.ts';

/** The location of a subject's tables. */
export interface TablesPlace extends Place {
  readonly tables: readonly SubjectTable[];
  /** Only rows whose key begins with it are read; if left out, all are. */
  readonly mark?: string | undefined;
  /** How many rows are asked for at once; left out: {@link PAGE}. */
  readonly page?: number;
}

/**
 * Reads the rows of a subject's tables over the Supabase API, straight and never through a fault.
 *
 * @param growing - rows may come and go while they are read: then they are not counted a second time
 */
export async function readTables(where: TablesPlace, growing: boolean): Promise<Book<TableRow>> {
  const client = bookClient(where);
  try {
    const read = await Promise.all(where.tables.map((table) => readTable({ client, where, table, growing })));
    return { state: 'collected', rows: read.flat() };
  } catch (error) {
    return { state: 'unavailable', reason: messageOf(error) };
  }
}

/**
 * Reads each table once, before anything is run.
 *
 * @throws HarnessError as {@link demandTable}
 */
export async function demandTables(where: TablesPlace): Promise<void> {
  const client = bookClient(where);
  for (const { table, key } of where.tables) {
    await demandTable(client, { url: where.url, table, columns: key, named: 'the `tables` of the subject' });
  }
}

interface Reading {
  readonly client: SupabaseClient;
  readonly where: TablesPlace;
  readonly table: SubjectTable;
  readonly growing: boolean;
}

async function readTable(reading: Reading): Promise<readonly TableRow[]> {
  const { table, growing } = reading;
  const rows = await readAll(reading);
  const count = growing ? rows.length : await countRows(reading);
  if (rows.length === count) return rows.map((row) => toTableRow(table, row));
  throw new Error(`${table.table} has ${count} rows by count, but ${rows.length} were read`);
}

type Row = Readonly<Record<string, unknown>>;

/**
 * All rows that have a key, in its order, page by page.
 *
 * @remarks No column needs to be unique: a page begins with the last key of the one before, whose rows are read again.
 */
async function readAll({ client, where, table: { table, key } }: Reading): Promise<readonly Row[]> {
  const page = where.page ?? PAGE;
  const rows: Row[] = [];
  for (let from: unknown; ; ) {
    const all = client.from(table).select('*').not(key, 'is', null);
    const own = where.mark === undefined ? all : all.like(key, `${where.mark}%`);
    const next = from === undefined ? own : own.gte(key, from);
    const { data, error } = await next.order(key).limit(page).retry(false).abortSignal(limit());
    if (error !== null) throw new Error(`reading ${table}: ${error.message}`);
    const read = data as readonly Row[];
    if (read.length < page) return [...rows, ...read];
    const last = read.at(-1)?.[key];
    const whole = read.filter((row) => row[key] !== last);
    if (whole.length === 0) throw new Error(`reading ${table}: ${page} rows or more have the key ${String(last)}`);
    rows.push(...whole);
    from = last;
  }
}

async function countRows({ client, where, table: { table, key } }: Reading): Promise<number> {
  const all = client.from(table).select(key, { count: 'exact', head: true }).not(key, 'is', null);
  const own = where.mark === undefined ? all : all.like(key, `${where.mark}%`);
  const { count, error } = await own.abortSignal(limit());
  if (error !== null) throw new Error(`counting ${table}: ${error.message}`);
  return count ?? 0;
}

function limit(): AbortSignal {
  return AbortSignal.timeout(REQUEST_LIMIT_MS);
}

function toTableRow({ table, key }: SubjectTable, columns: Row): TableRow {
  return tableRowSchema.parse({ table, key: String(columns[key]), columns });
}
