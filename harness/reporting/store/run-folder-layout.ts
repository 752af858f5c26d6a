import { z } from 'zod';
import {
  checkpointRowSchema,
  componentRowSchema,
  ledgerLineSchema,
  replayRowSchema,
  tableRowSchema,
} from '../../model/evidence.ts';

/** Files of a run folder that are not books. */
export const runFiles = {
  plan: 'plan.json',
  journal: 'journal.ndjson',
  versions: 'versions.json',
  manifest: 'manifest.json',
  report: 'report.json',
  reportText: 'report.md',
  timelineSvg: 'timeline.svg',
  timelineHtml: 'timeline.html',
  historyIndex: 'event-histories/index.json',
  /** Made of the journal; left out if no worker asked a service of the configuration. */
  exchanges: 'exchanges.json',
} as const;

/** The folder of the event histories, as Temporal recorded them. */
export const HISTORIES = 'event-histories';
/** The folder of those whose payloads were decoded, under the same names. */
export const DECODED_HISTORIES = 'decoded-event-histories';

/** Schema of a row of the index of event histories: which file holds which execution, and how many events. */
export const historyIndexRowSchema = z.strictObject({
  workflowId: z.string(),
  runId: z.string(),
  /** Name of the file beside the index. */
  file: z.string().regex(/^[^/\\]+\.json$/),
  events: z.int().nonnegative(),
});
/** The file of one event history. */
export type HistoryIndexRow = z.infer<typeof historyIndexRowSchema>;

/** The format of each book: its file, the name of its schema, and the schema of a row. */
export const bookFiles = {
  eventHistories: { file: runFiles.historyIndex, schema: 'event-histories', row: historyIndexRowSchema },
  checkpoints: { file: 'checkpoints.json', schema: 'checkpoints', row: checkpointRowSchema },
  effects: { file: 'effects.json', schema: 'effects', row: ledgerLineSchema },
  tables: { file: 'tables.json', schema: 'tables', row: tableRowSchema },
  replays: { file: 'replays.json', schema: 'replays', row: replayRowSchema },
  components: { file: 'components.json', schema: 'components', row: componentRowSchema },
} as const;

/**
 * The file formats that are no longer of version 1. This harness writes these versions, and reads earlier ones too.
 *
 * @remarks Version 2 of the journal has kinds of entries in place of the sentences of version 1 (`upgrade-journal.ts`). The
 * manifest names the version of the journal, so that an older harness refuses it.
 */
const formatVersions: Readonly<Record<string, number>> = { journal: 2, manifest: 2 };

/** The version of a file format that this harness writes. */
export function formatVersion(what: string): number {
  return formatVersions[what] ?? 1;
}

/** The schema name of a file of a run folder: `durable-chaos/checkpoints@1`. */
export function schemaName(what: string): string {
  return `durable-chaos/${what}@${formatVersion(what)}`;
}

/** The parts of a schema name; null if it is none of ours. */
export function readSchemaName(schema: string): { readonly what: string; readonly version: number } | null {
  const [, what, version] = /^durable-chaos\/([a-z-]+)@(\d+)$/.exec(schema) ?? [];
  return what === undefined ? null : { what, version: Number(version) };
}

/**
 * Schema of manifest.json, which is written last of all evidence.
 *
 * @remarks It lets a reader tell an incomplete run folder from a whole one: which plan was run, how many entries of the
 * journal the evidence rests on, and how many rows each book had. It holds no hashes of books: a well-formed book is
 * judged by its content, so the checks also find rows that were added or removed by hand.
 */
export const manifestSchema = z.strictObject({
  schema: z.string(),
  /** SHA-256 of the plan's canonical JSON: expectations that were changed after the run prove nothing. */
  plan: z.string(),
  journal: z.strictObject({ schema: z.string(), entries: z.int().nonnegative() }),
  /** Rows of each book when it was written; null if it was unavailable. */
  books: z.record(z.string(), z.int().nonnegative().nullable()),
});

/** The content of a whole run folder. */
export type Manifest = z.infer<typeof manifestSchema>;

/** Schema of a book's file, with the rows as yet unread. */
export const bookFileSchema = z.discriminatedUnion('state', [
  z.strictObject({ schema: z.string(), state: z.literal('collected'), rows: z.array(z.unknown()) }),
  z.strictObject({ schema: z.string(), state: z.literal('unavailable'), reason: z.string() }),
]);
