import type { z } from 'zod';
import type { taskTermsSchema } from './call-entry.ts';
import { grouped } from './grouped.ts';
import type { bodySchemas } from './journal-entry.ts';

/** An entry as it is given to the journal, which adds sequence number and time. */
export type JournalBody = z.infer<(typeof bodySchemas)[number]>;
/** One line of the journal. `atMs` counts from the start of the run on the harness's monotonic clock. */
export type JournalEntry = JournalBody & { readonly sequence: number; readonly atMs: number; readonly time: string };
/** An entry of one kind. */
export type EntryOf<K extends JournalBody['kind']> = Extract<JournalEntry, { kind: K }>;
/** The timeouts and retry policy of a task. */
export type TaskTerms = z.infer<typeof taskTermsSchema>;

/** The journal of a run while it is being written. */
export interface Journal {
  /** Adds an entry, durable once the run folder is closed. */
  write(body: JournalBody): JournalEntry;
  /** Milliseconds since the start of the run, monotonic. */
  nowMs(): number;
  /** All entries so far, in order. */
  entries(): readonly JournalEntry[];
}

/** The entries of one kind, in order. */
export function entriesOf<K extends JournalBody['kind']>(
  journal: readonly JournalEntry[],
  kind: K,
): readonly EntryOf<K>[] {
  return byKind(journal, kind) as readonly EntryOf<K>[];
}

const byKind = grouped(({ kind }: JournalEntry) => kind);
