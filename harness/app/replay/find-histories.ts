import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { HarnessError, reasonOf } from '../../errors.ts';
import { disorderOf, type EventHistory } from '../../model/event-history.ts';
import { isExportedName, readExportedHistory } from '../../probes/read-exported-history.ts';
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
 * @remarks In a run folder only `event-histories/` is read. Anywhere else every JSON file, compressed or not, must be an event history, so
 * that none is left out silently. Links are followed; a file or folder that several lead to is read once.
 * @throws HarnessError CHAOS_BAD_HISTORIES if there is none, or a file is something else or damaged.
 */
export async function findHistories(path: string): Promise<FoundHistories> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw badHistories(`There is no file or folder at ${path}.`);
  const seen = new Set<string>();
  const parts = found.isDirectory() ? await inFolder(path, seen) : [await exported(path)];
  const histories = parts.flatMap((part) => part.histories);
  const unread = parts.flatMap((part) => part.unread);
  if (histories.length + unread.length === 0) throw badHistories(`There is no event history in ${path}.`);
  return { histories, unread };
}

async function inFolder(folder: string, seen: Set<string>): Promise<readonly FoundHistories[]> {
  if (await isSeen(folder, seen)) return [];
  const run = basename(folder) === 'event-histories' ? dirname(folder) : folder;
  const stored = await readStoredHistories(run);
  if (stored?.state === 'unavailable') {
    return [{ histories: [], unread: [{ storedIn: run, reason: stored.reason }] }];
  }
  if (stored !== null) return [ofRun(run, stored.rows)];
  const parts: FoundHistories[] = [];
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    const kind = await stat(path).catch(() => null);
    if (kind === null) throw badHistories(`${path} leads nowhere.`);
    if (kind.isDirectory()) parts.push(...(await inFolder(path, seen)));
    else if (isExportedName(name) && !(await isSeen(path, seen))) parts.push(await exported(path));
  }
  return parts;
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder);
    return names.toSorted((a, b) => a.localeCompare(b));
  } catch (cause) {
    throw badHistories(`${folder} cannot be read: ${reasonOf(cause)}.`, cause);
  }
}

/** Whether the file or folder was read before, and notes that it is now. */
async function isSeen(path: string, seen: Set<string>): Promise<boolean> {
  const real = await realpath(path);
  if (seen.has(real)) return true;
  seen.add(real);
  return false;
}

function ofRun(run: string, rows: readonly EventHistory[]): FoundHistories {
  for (const { workflowId, events } of rows) {
    const disorder = disorderOf(events);
    if (disorder !== null) throw badHistories(`The event history of ${workflowId} in ${run} is damaged: ${disorder}.`);
  }
  return { histories: rows.map((row) => ({ ...row, storedIn: run })), unread: [] };
}

async function exported(path: string): Promise<FoundHistories> {
  // A pipe would be waited for without end.
  if (!(await stat(path)).isFile()) throw badHistories(`${path} is neither a file nor a folder.`);
  try {
    const history = await readExportedHistory(path);
    return { histories: [{ ...history, storedIn: path }], unread: [] };
  } catch (cause) {
    throw badHistories(`${path} is no event history: ${reasonOf(cause).replace(/\.$/, '')}.`, cause);
  }
}

function badHistories(sentence: string, cause?: unknown): HarnessError {
  return new HarnessError('CHAOS_BAD_HISTORIES', `${sentence} ${advice}`, { cause });
}
