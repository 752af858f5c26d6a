import { closeSync, openSync, writeSync } from 'node:fs';
import { HarnessError, messageOf } from '../errors.ts';
import type { Journal, JournalBody, JournalEntry } from '../model/journal.ts';

/** A journal that is being written to a file, and can be closed. */
export interface OpenJournal extends Journal {
  /** The wall clock at `atMs` 0, as ISO 8601. */
  readonly startedAt: string;
  /** Aborts with CHAOS_NOT_WRITABLE at the first entry that the file doesn't take. */
  readonly broken: AbortSignal;
  close(): void;
}

/**
 * Starts journal.ndjson: one line an entry, written as it happens.
 *
 * @remarks Synchronous writes (some 10 µs each), so that a harness that is killed leaves every entry before its death.
 * A write that fails isn't thrown: it happens in timers and socket handlers as well, where no caller would catch it.
 * @param remembered - how many of the latest entries `entries()` gives; fewer than all for a stack that stays up for
 * days
 * @throws HarnessError CHAOS_NOT_WRITABLE if the file can't be made.
 */
export function openJournal(path: string, remembered = Number.POSITIVE_INFINITY): OpenJournal {
  const file = openForAppend(path);
  const entries: JournalEntry[] = [];
  const broken = new AbortController();
  const startMs = performance.now();
  const startedAt = new Date().toISOString();
  let open = true;
  let sequence = 0;
  const nowMs = (): number => round(performance.now() - startMs);
  const write = (body: JournalBody): JournalEntry => {
    const stamp = { sequence: sequence + 1, atMs: nowMs(), time: new Date().toISOString() };
    const entry: JournalEntry = { ...stamp, ...body };
    if (!open) return entry;
    sequence += 1;
    entries.push(entry);
    // In large steps, so that it costs nothing to speak of.
    if (entries.length > 2 * remembered) entries.splice(0, entries.length - remembered);
    // Lines after one that is cut short could not be read anyway.
    if (broken.signal.aborted) return entry;
    try {
      writeLine(file, entry);
    } catch (cause) {
      broken.abort(notWritable(path, cause));
    }
    return entry;
  };
  const close = (): void => {
    if (!open) return;
    open = false;
    closeSync(file);
  };
  return { startedAt, broken: broken.signal, nowMs, write, entries: () => entries, close };
}

function openForAppend(path: string): number {
  try {
    return openSync(path, 'ax', 0o644);
  } catch (cause) {
    throw notWritable(path, cause);
  }
}

/** A full disk may take a part of a line without complaint, and refuse the rest. */
function writeLine(file: number, entry: JournalEntry): void {
  let rest = Buffer.from(`${JSON.stringify(entry)}\n`);
  while (rest.length > 0) rest = rest.subarray(writeSync(file, rest));
}

function notWritable(path: string, cause: unknown): HarnessError {
  const why = messageOf(cause);
  return new HarnessError(
    'CHAOS_NOT_WRITABLE',
    `Expected to write the journal ${path}, but got: ${why}. Make room or make the folder writable.`,
    { cause },
  );
}

function round(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
