import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HarnessError, messageOf } from '../errors.ts';
import { type OpenJournal, openJournal } from '../runner/open-journal.ts';

/**
 * Makes the folder of a run or an exploration, with its journal and a folder for logs. Makes all of it or nothing.
 *
 * @param fill - writes the files that the folder has from the start
 * @throws HarnessError CHAOS_NOT_WRITABLE, or what `fill` throws.
 */
export async function openRunFolder(
  folder: string,
  fill: () => Promise<void> = () => Promise.resolve(),
): Promise<OpenJournal> {
  let journal: OpenJournal | null = null;
  try {
    await mkdir(logsFolderOf(folder), { recursive: true });
    journal = openJournal(join(folder, 'journal.ndjson'));
    await fill();
    return journal;
  } catch (cause) {
    journal?.close();
    // If it can't be removed either, the first error says why.
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    if (cause instanceof HarnessError) throw cause;
    const why = messageOf(cause);
    const sentence = `Can't write to ${folder}: ${why}. Make the folder writable, or free some space.`;
    throw new HarnessError('CHAOS_NOT_WRITABLE', sentence, { cause });
  }
}

/** The folder for the output of every program of a run. */
export function logsFolderOf(folder: string): string {
  return join(folder, 'logs');
}

/** Every program of a run has a log: without a log nothing was run, and there is nothing to report. */
export async function isNothingStarted(folder: string): Promise<boolean> {
  return (await readdir(logsFolderOf(folder))).length === 0;
}
