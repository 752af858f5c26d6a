import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { HarnessError, reasonOf } from '../../errors.ts';
import { type Summary, summarySchema } from '../../model/summary.ts';
import { writeFileAtomically, writeJson } from '../store/write-file-atomically.ts';
import { renderJunit } from './render-junit.ts';
import { renderSummaryMarkdown } from './render-summary-markdown.ts';

/** The files of a summary, below `reports/`. */
export const summaryFiles = { json: 'summary.json', text: 'summary.md', junit: 'junit.xml' } as const;

/**
 * Writes what came of all scenarios, as data, as text and for build servers.
 *
 * @throws HarnessError CHAOS_NOT_WRITABLE
 */
export async function writeSummary(reportsFolder: string, summary: Summary): Promise<void> {
  await writeJson(join(reportsFolder, summaryFiles.json), summarySchema.parse(summary));
  await writeFileAtomically(join(reportsFolder, summaryFiles.text), renderSummaryMarkdown(summary));
  await writeFileAtomically(join(reportsFolder, summaryFiles.junit), renderJunit(summary));
}

/**
 * Removes what an earlier one left, so that nobody takes it for that of one that is cut short.
 *
 * @remarks Better to hear now than after all scenarios that their summary can't be written.
 * @throws HarnessError CHAOS_NOT_WRITABLE where that fails, or where nothing can be written there.
 */
export async function removeSummary(reportsFolder: string): Promise<void> {
  try {
    for (const name of Object.values(summaryFiles)) await rm(join(reportsFolder, name), { force: true });
  } catch (cause) {
    const why = reasonOf(cause);
    const sentence = `Expected to remove the last summary from ${reportsFolder}, but got: ${why}. Make the folder writable.`;
    throw new HarnessError('CHAOS_NOT_WRITABLE', sentence, { cause });
  }
  const trial = join(reportsFolder, `.durable-chaos-trial-${randomUUID()}`);
  await writeFileAtomically(trial, '');
  await rm(trial, { force: true });
}
