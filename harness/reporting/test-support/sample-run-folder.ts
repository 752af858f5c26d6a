import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sampleEvidence } from '../../../test/samples/sample-evidence.ts';
import { sampleReport } from '../../../test/samples/sample-report.ts';
import type { RunFolder } from '../store/read-run-folder.ts';
import { writeRunFolder } from '../store/write-run-folder.ts';

/** The books of a run folder. */
export const books = ['eventHistories', 'checkpoints', 'effects', 'tables', 'replays', 'components'] as const;

/** Each book as a reader returns it: its rows, or why there are none. */
export function told({ evidence }: RunFolder): Record<string, string> {
  const lines = books.map((name) => {
    const book = evidence[name];
    return [name, book.state === 'collected' ? String(book.rows.length) : book.reason];
  });
  return Object.fromEntries(lines) as Record<string, string>;
}

/** The books of the sample, as a reader returns them. */
export const whole = {
  eventHistories: '3',
  checkpoints: '12',
  effects: '28',
  tables: '3',
  replays: '3',
  components: '7',
};

/** The evidence that the sample holds. */
export const evidence = sampleEvidence(3);
/** The report that the sample holds. */
export const report = sampleReport({}, evidence);

/** Writes the sample into a new folder, and returns its path. */
export async function sampleRunFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'durable-chaos-run-folder-'));
  await writeFile(
    join(folder, 'journal.ndjson'),
    evidence.journal.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
  );
  await writeRunFolder(folder, { plan: evidence.plan, evidence, report });
  return folder;
}
