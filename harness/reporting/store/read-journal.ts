import { readFile } from 'node:fs/promises';
import type { JournalEntry } from '../../model/journal.ts';
import { journalEntrySchema } from '../../model/journal-entry.ts';
import { describeIssues } from './read-json-file.ts';

/** The entries of a journal as far as they could be read, and what is wrong with it. */
export interface ReadJournal {
  readonly entries: readonly JournalEntry[];
  readonly defect: string | null;
}

/**
 * Reads journal.ndjson up to the first line that cannot be trusted.
 *
 * @param expected - how many entries the evidence rests on; later ones are left out, so that a run is judged offline
 * on exactly what it was judged on live; null where no manifest says so
 */
export async function readJournal(path: string, expected: number | null): Promise<ReadJournal> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return { entries: [], defect: 'journal.ndjson is missing or cannot be read' };
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const entries: JournalEntry[] = [];
  for (const line of lines.slice(0, expected ?? lines.length)) {
    const entry = entryOf(line, entries.length + 1);
    if (typeof entry === 'string') return { entries, defect: `journal.ndjson, line ${entries.length + 1}: ${entry}` };
    entries.push(entry);
  }
  if (expected === null || entries.length === expected) return { entries, defect: null };
  return { entries, defect: `journal.ndjson ends after entry ${entries.length} of ${expected}` };
}

function entryOf(line: string, sequence: number): JournalEntry | string {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    return 'not whole JSON';
  }
  const result = journalEntrySchema.safeParse(raw);
  if (!result.success) return describeIssues(result.error);
  // The schema's optional fields allow an explicit undefined, which JSON cannot hold.
  const entry = result.data as JournalEntry;
  return entry.sequence === sequence ? entry : `sequence ${entry.sequence} where ${sequence} was expected`;
}
