import { readFile } from 'node:fs/promises';
import type { JournalEntry } from '../../model/journal.ts';
import { journalEntrySchema } from '../../model/journal-entry.ts';
import { describeIssues, refuseNewerSchema } from './read-json-file.ts';
import { type Manifest, readSchemaName } from './run-folder-layout.ts';
import { upgradeEntry } from './upgrade-journal.ts';

/** The entries of a journal as far as they could be read, and its defect. */
export interface ReadJournal {
  readonly entries: readonly JournalEntry[];
  readonly defect: string | null;
}

/**
 * Reads journal.ndjson up to the first line that cannot be trusted. Entries of an earlier version get today's form.
 *
 * @param manifest - the manifest's facts of the journal; null if there is none. Entries after the last one that the
 * evidence rests on are left out, so that a run is judged offline on exactly the same entries as live
 * @throws HarnessError CHAOS_BAD_RUN_FOLDER if it is newer than this harness.
 */
export async function readJournal(path: string, manifest: Manifest['journal'] | null): Promise<ReadJournal> {
  if (manifest !== null) refuseNewerSchema('journal.ndjson', manifest.schema);
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return { entries: [], defect: 'journal.ndjson is missing or cannot be read' };
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const expected = manifest?.entries ?? null;
  const version = readSchemaName(manifest?.schema ?? '')?.version ?? 1;
  const entries: JournalEntry[] = [];
  for (const line of lines.slice(0, expected ?? lines.length)) {
    const entry = entryOf(line, { sequence: entries.length + 1, version });
    if (typeof entry === 'string') return { entries, defect: `journal.ndjson, line ${entries.length + 1}: ${entry}` };
    entries.push(entry);
  }
  if (expected === null || entries.length === expected) return { entries, defect: null };
  return { entries, defect: `journal.ndjson ends after entry ${entries.length} of ${expected}` };
}

function entryOf(
  line: string,
  { sequence, version }: { readonly sequence: number; readonly version: number },
): JournalEntry | string {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    return 'not whole JSON';
  }
  const result = journalEntrySchema.safeParse(version === 1 ? upgradeEntry(raw) : raw);
  if (!result.success) return describeIssues(result.error);
  // The schema's optional fields allow an explicit undefined, which JSON cannot hold.
  const entry = result.data as JournalEntry;
  return entry.sequence === sequence ? entry : `sequence ${entry.sequence} where ${sequence} was expected`;
}
