import { HarnessError, messageWithCause } from '../errors.ts';
import { type CleanUpTimes, untilNothingLeft } from './until-nothing-left.ts';

/** The rows that a run has, or may have, in the tables of a Supabase that outlives it. */
export interface RunRows {
  readonly url: string;
  /** Secret. It reaches the reaper by a pipe, and is written down nowhere. */
  readonly key: string;
  /** The prefix of the run's workflow ids; rows of other ids are never touched. */
  readonly mark: string;
  /** The tables, and the column of each that holds the workflow's id. */
  readonly tables: readonly { readonly table: string; readonly key: string }[];
}

const REQUEST_LIMIT_MS = 3000;
/** A request of a dead worker may still be under way, for less than the time between two looks. */
const TIMES: CleanUpTimes = { limitMs: 8000, betweenMs: 500 };

/**
 * Deletes every row whose workflow id begins with the run's mark, and no other.
 *
 * @remarks A request of a dead worker may still be executed, so it looks again until there is nothing twice in a row. A
 * run that wrote nothing costs one pause.
 * @throws HarnessError CHAOS_SUPABASE_ROWS if rows are left, or may be, at the limit.
 */
export async function cleanUpRows(rows: RunRows, given: Partial<CleanUpTimes> = {}): Promise<void> {
  if (rows.tables.length === 0) return;
  const times = { ...TIMES, ...given };
  await untilNothingLeft(() => deleteOnce(rows), times, { left: (failure) => rowsLeft(rows, failure, times.limitMs) });
}

/** How many rows there were. */
async function deleteOnce(rows: RunRows): Promise<number> {
  let deleted = 0;
  for (const { table, key } of rows.tables) deleted += await deleteFrom(rows, table, key);
  return deleted;
}

async function deleteFrom({ url, key, mark }: RunRows, table: string, column: string): Promise<number> {
  const query = new URLSearchParams({ [column]: `like.${mark}%`, select: column });
  const response = await fetch(`${url}/rest/v1/${encodeURIComponent(table)}?${query.toString()}`, {
    method: 'DELETE',
    headers: { apikey: key, authorization: `Bearer ${key}`, prefer: 'return=representation' },
    signal: AbortSignal.timeout(REQUEST_LIMIT_MS),
  });
  if (!response.ok) throw new Error(`deleting from ${table} was answered with ${response.status}`);
  const gone: unknown = await response.json();
  return Array.isArray(gone) ? gone.length : 0;
}

function rowsLeft({ url, mark, tables }: RunRows, cause: unknown, limitMs: number): HarnessError {
  // The message "fetch failed" says nothing; the cause has the reason.
  const why = cause instanceof Error ? messageWithCause(cause) : 'there were still some';
  const names = tables.map(({ table }) => table).join(', ');
  return new HarnessError(
    'CHAOS_SUPABASE_ROWS',
    `Expected to remove the rows of workflows ${mark}* from ${names} of the Supabase at ${new URL(url).host}, but ` +
      `${why} after ${limitMs} ms. Remove them by hand.`,
    { cause },
  );
}
