import { join } from 'node:path';
import type { EventHistory } from '../../model/event-history.ts';
import type { Book, Evidence } from '../../model/evidence.ts';
import { exchangesOf } from '../../model/exchange.ts';
import { type Plan, planDigest } from '../../model/plan.ts';
import type { Report } from '../../model/report.ts';
import { linesOfWorkflows } from '../logs/lines-of-workflows.ts';
import { renderMarkdown } from '../run/render-markdown.ts';
import { renderTimelineHtml } from '../run/render-timeline-html.ts';
import { renderTimelineSvg } from '../run/render-timeline-svg.ts';
import { docsFrom } from './docs-from.ts';
import { historyFileName } from './history-file-name.ts';
import {
  bookFiles,
  DECODED_HISTORIES,
  HISTORIES,
  type HistoryIndexRow,
  runFiles,
  schemaName,
} from './run-folder-layout.ts';
import { writeFileAtomically, writeJson } from './write-file-atomically.ts';

/**
 * Writes the plan and all other decisions, before anything is done.
 *
 * @throws HarnessError CHAOS_NOT_WRITABLE, as do all writers here.
 */
export async function writePlan(folder: string, plan: Plan): Promise<void> {
  await writeJson(join(folder, runFiles.plan), plan);
}

/**
 * Writes all evidence but the journal, which the runner writes as it happens.
 *
 * @remarks It runs before the judgement, so that a failing judge loses nothing. The manifest comes last: a folder without it
 * was cut short and judges `unknown`.
 */
export async function writeEvidence(folder: string, evidence: Evidence): Promise<void> {
  const { checkpoints, effects, tables, replays, components, eventHistories } = evidence;
  const index = await writeHistories(folder, eventHistories);
  const books = { eventHistories: index, checkpoints, effects, tables, replays, components };
  for (const name of Object.keys(bookFiles) as (keyof typeof bookFiles)[]) {
    const { file, schema } = bookFiles[name];
    await writeJson(join(folder, file), { schema: schemaName(schema), ...books[name] });
  }
  await writeExchanges(folder, evidence);
  await writeJson(join(folder, runFiles.versions), evidence.versions);
  const counts = Object.entries(books).map(([name, book]) => [
    name,
    book.state === 'collected' ? book.rows.length : null,
  ]);
  await writeJson(join(folder, runFiles.manifest), {
    schema: schemaName('manifest'),
    plan: planDigest(evidence.plan),
    journal: { schema: schemaName('journal'), entries: evidence.journal.length },
    books: Object.fromEntries(counts) as Record<string, number | null>,
  });
}

/** Writes the result of the run, as data, as text and, if there is evidence, as pictures. */
export async function writeReport(folder: string, report: Report, evidence: Evidence | null): Promise<void> {
  await writeJson(join(folder, runFiles.report), report);
  await writeFileAtomically(join(folder, runFiles.reportText), renderMarkdown(report, docsFrom(folder)));
  if (evidence === null) return;
  const lines = await linesOfWorkflows(join(folder, 'logs'));
  await writeFileAtomically(join(folder, runFiles.timelineSvg), renderTimelineSvg(evidence, report));
  await writeFileAtomically(join(folder, runFiles.timelineHtml), renderTimelineHtml(evidence, report, lines));
}

/** Writes a whole run folder but the journal and the logs. */
export async function writeRunFolder(
  folder: string,
  run: { readonly plan: Plan; readonly evidence: Evidence | null; readonly report: Report },
): Promise<void> {
  await writePlan(folder, run.plan);
  if (run.evidence !== null) await writeEvidence(folder, run.evidence);
  await writeReport(folder, run.report, run.evidence);
}

/** The journal has all that is in it, and is what checks read: this is the book for readers. */
async function writeExchanges(folder: string, { journal }: Evidence): Promise<void> {
  const rows = exchangesOf(journal);
  if (rows.length === 0) return;
  await writeJson(join(folder, runFiles.exchanges), { schema: schemaName('exchanges'), state: 'collected', rows });
}

async function writeHistories(folder: string, book: Book<EventHistory>): Promise<Book<HistoryIndexRow>> {
  if (book.state === 'unavailable') return book;
  const taken = new Set<string>();
  const rows: HistoryIndexRow[] = [];
  for (const { workflowId, runId, events, recorded } of book.rows) {
    const file = historyFileName({ workflowId, runId }, taken);
    taken.add(file.toLowerCase());
    await writeJson(join(folder, HISTORIES, file), { events: recorded ?? events });
    if (recorded !== undefined) await writeJson(join(folder, DECODED_HISTORIES, file), { events });
    rows.push({ workflowId, runId, file, events: events.length });
  }
  return { state: 'collected', rows };
}
