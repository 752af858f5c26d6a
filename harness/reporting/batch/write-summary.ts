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
 * Writes the results of all scenarios, as data, as text and for build servers.
 *
 * @throws HarnessError CHAOS_NOT_WRITABLE
 */
export async function writeSummary(reportsFolder: string, summary: Summary): Promise<void> {
  await writeJson(join(reportsFolder, summaryFiles.json), summarySchema.parse(summary));
  await writeFileAtomically(join(reportsFolder, summaryFiles.text), renderSummaryMarkdown(summary));
  await writeFileAtomically(join(reportsFolder, summaryFiles.junit), renderJunit(summary));
}

/**
 * Removes the summary of an earlier batch, so that it can't be taken for that of a batch that is cut short.
 *
 * @remarks It is better to learn before all scenarios than after them that their summary can't be written.
 * @throws HarnessError CHAOS_NOT_WRITABLE if that fails, or if the folder can't be written to.
 */
export async function removeSummary(reportsFolder: string): Promise<void> {
  try {
    for (const name of Object.values(summaryFiles)) await rm(join(reportsFolder, name), { force: true });
  } catch (cause) {
    const why = reasonOf(cause);
    const sentence = `Can't remove the last summary from ${reportsFolder}: ${why}. Make the folder writable.`;
    throw new HarnessError('CHAOS_NOT_WRITABLE', sentence, { cause });
  }
  const trial = join(reportsFolder, `.durable-chaos-trial-${randomUUID()}`);
  await writeFileAtomically(trial, '');
  await rm(trial, { force: true });
}
