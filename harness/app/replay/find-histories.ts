import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { HarnessError, reasonOf } from '../../errors.ts';
import type { EventHistory } from '../../model/event-history.ts';
import { exportedHistory } from '../../probes/exported-history.ts';
import { readStoredHistories } from '../../reporting/store/read-books.ts';

/** An event history, and where it is stored. */
export interface StoredHistory extends EventHistory {
  /** The exported file, or the run folder. */
  readonly storedIn: string;
}

/** The event histories below a folder. */
export interface FoundHistories {
  readonly histories: readonly StoredHistory[];
  /** Run folders whose event histories cannot be read whole. */
  readonly unread: readonly { readonly storedIn: string; readonly reason: string }[];
}

const advice = 'Give a run folder, or a folder of files by `temporal workflow show --output json`.';

/**
 * Finds the event histories of a file or below a folder: those of run folders, and exported JSON files.
 *
 * @remarks In a run folder only `event-histories/` is read. Anywhere else every `.json` file must be an event history, so
 * that none is left out silently.
 * @throws HarnessError CHAOS_BAD_HISTORIES if there is none, or a file is something else.
 */
export async function findHistories(path: string): Promise<FoundHistories> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw badHistories(`There is no file or folder at ${path}.`);
  const parts = found.isDirectory() ? await inFolder(path) : [await exported(path)];
  const histories = parts.flatMap((part) => part.histories);
  const unread = parts.flatMap((part) => part.unread);
  if (histories.length + unread.length === 0) throw badHistories(`There is no event history in ${path}.`);
  return { histories, unread };
}

async function inFolder(folder: string): Promise<readonly FoundHistories[]> {
  const run = basename(folder) === 'event-histories' ? dirname(folder) : folder;
  const stored = await readStoredHistories(run);
  if (stored?.state === 'unavailable') {
    return [{ histories: [], unread: [{ storedIn: run, reason: stored.reason }] }];
  }
  if (stored !== null) return [{ histories: stored.rows.map((row) => ({ ...row, storedIn: run })), unread: [] }];
  const entries = await readdir(folder, { withFileTypes: true });
  const parts: FoundHistories[] = [];
  for (const entry of entries.toSorted((a, b) => a.name.localeCompare(b.name))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) parts.push(...(await inFolder(path)));
    else if (entry.name.endsWith('.json')) parts.push(await exported(path));
  }
  return parts;
}

async function exported(path: string): Promise<FoundHistories> {
  try {
    const history = exportedHistory(JSON.parse(await readFile(path, 'utf8')), basename(path, '.json'));
    return { histories: [{ ...history, storedIn: path }], unread: [] };
  } catch (cause) {
    throw badHistories(`${path} is no event history: ${reasonOf(cause).replace(/\.$/, '')}.`, cause);
  }
}

function badHistories(sentence: string, cause?: unknown): HarnessError {
  return new HarnessError('CHAOS_BAD_HISTORIES', `${sentence} ${advice}`, { cause });
}
