import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type EventHistory, historyFileSchema } from '../../model/event-history.ts';
import type { Book, Evidence } from '../../model/evidence.ts';
import { describeIssues, readJsonFile } from './read-json-file.ts';
import {
  bookFileSchema,
  bookFiles,
  DECODED_HISTORIES,
  HISTORIES,
  type HistoryIndexRow,
  type Manifest,
} from './run-folder-layout.ts';

/** The books of a run folder. */
export type Books = Pick<Evidence, 'eventHistories' | 'replays' | 'checkpoints' | 'effects' | 'tables' | 'components'>;

/**
 * Reads the books of a run folder; a book that cannot be read whole is `unavailable`.
 *
 * @param manifest - what it says of the books; null if there is none
 * @param distrust - why no book can be trusted to be whole; null if they can
 * @throws HarnessError CHAOS_BAD_RUN_FOLDER if a file is newer than this harness.
 */
export async function readBooks(
  folder: string,
  manifest: Pick<Manifest, 'books'> | null,
  distrust: string | null,
): Promise<{ readonly books: Books; readonly incomplete: readonly string[] }> {
  const incomplete: string[] = [];
  const read = async <T>({ file, row }: { file: string; row: z.ZodType<T> }): Promise<Book<T>> => {
    const result = await readBook(join(folder, file), row);
    if (result.defect !== null) incomplete.push(result.defect);
    return distrust === null ? result.book : { state: 'unavailable', reason: distrust };
  };
  const index = await read(bookFiles.eventHistories);
  const eventHistories = await readHistories(folder, index);
  if (index.state === 'collected' && eventHistories.state === 'unavailable') incomplete.push(eventHistories.reason);
  const checkpoints = await read(bookFiles.checkpoints);
  const effects = await read(bookFiles.effects);
  const tables = hasTables(folder, manifest) ? await read(bookFiles.tables) : unavailable(distrust ?? NO_TABLES);
  const replays = await read(bookFiles.replays);
  const components = await read(bookFiles.components);
  return { books: { eventHistories, replays, checkpoints, effects, tables, components }, incomplete };
}

const NO_TABLES = 'the run was made by a version of durable-chaos that did not read tables';

/** Earlier versions wrote no such book: their folders are whole without it. */
function hasTables(folder: string, manifest: Pick<Manifest, 'books'> | null): boolean {
  return manifest?.books['tables'] !== undefined || existsSync(join(folder, bookFiles.tables.file));
}

/**
 * Reads the event histories of a run folder and nothing else; null if the folder has no index of them.
 *
 * @throws HarnessError CHAOS_BAD_RUN_FOLDER if a file is newer than this harness.
 */
export async function readStoredHistories(folder: string): Promise<Book<EventHistory> | null> {
  const { file, row } = bookFiles.eventHistories;
  if (!existsSync(join(folder, file))) return null;
  const { book } = await readBook(join(folder, file), row);
  return readHistories(folder, book);
}

async function readBook<T>(path: string, row: z.ZodType<T>): Promise<{ book: Book<T>; defect: string | null }> {
  const file = await readJsonFile(path, bookFileSchema);
  if (!file.ok) return { book: unavailable(file.reason), defect: file.reason };
  if (file.value.state === 'unavailable') return { book: unavailable(file.value.reason), defect: null };
  const rows = z.array(row).safeParse(file.value.rows);
  if (rows.success) return { book: { state: 'collected', rows: rows.data }, defect: null };
  const reason = `${path.split('/').at(-1) ?? path}: ${describeIssues(rows.error)}`;
  return { book: unavailable(reason), defect: reason };
}

async function readHistories(folder: string, index: Book<HistoryIndexRow>): Promise<Book<EventHistory>> {
  if (index.state === 'unavailable') return index;
  const rows: EventHistory[] = [];
  for (const { workflowId, runId, file, events: count } of index.rows) {
    const recorded = await readHistory(folder, { name: HISTORIES, file, count });
    if (typeof recorded === 'string') return unavailable(recorded);
    const isDecoded = existsSync(join(folder, DECODED_HISTORIES, file));
    const decoded = isDecoded ? await readHistory(folder, { name: DECODED_HISTORIES, file, count }) : null;
    if (typeof decoded === 'string') return unavailable(decoded);
    const own = decoded === null ? { events: recorded } : { events: decoded, recorded };
    rows.push({ workflowId, runId, ...own });
  }
  return { state: 'collected', rows };
}

/** The events of a file; or why they can't be read whole. */
async function readHistory(
  folder: string,
  { name, file, count }: { readonly name: string; readonly file: string; readonly count: number },
): Promise<EventHistory['events'] | string> {
  const history = await readJsonFile(join(folder, name, file), historyFileSchema);
  if (!history.ok) return `${name}/${history.reason}`;
  const { events } = history.value;
  return events.length < count ? `${name}/${file} holds ${events.length} of ${count} events` : events;
}

function unavailable(reason: string): { readonly state: 'unavailable'; readonly reason: string } {
  return { state: 'unavailable', reason };
}
