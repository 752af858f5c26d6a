import type { Journal, JournalEntry } from '../../model/journal.ts';
import { journalEntrySchema } from '../../model/journal-entry.ts';

/** A journal in memory for tests; it refuses all that the journal's schema refuses. */
export function memoryJournal(): Journal {
  const entries: JournalEntry[] = [];
  return {
    write: (body) => {
      const stamp = { sequence: entries.length + 1, atMs: performance.now(), time: new Date().toISOString() };
      const entry = journalEntrySchema.parse({ ...body, ...stamp });
      entries.push(entry);
      return entry;
    },
    nowMs: () => performance.now(),
    entries: () => entries,
  };
}
