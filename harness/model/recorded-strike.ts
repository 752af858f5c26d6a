import { z } from 'zod';
import { crashPointSchema, placeSchema } from './crash-point.ts';
import { historyEventSchema } from './event-history.ts';
import {
  type Book,
  checkpointRowSchema,
  componentRowSchema,
  type Evidence,
  ledgerLineSchema,
  replayRowSchema,
  type TableRow,
  tableRowSchema,
  versionsSchema,
} from './evidence.ts';
import { jobSchema } from './plan.ts';
import { keptBooksSchema } from './references-entry.ts';

/** The version of the files in `evidence/` that this harness writes and reads. */
export const STRIKE_SCHEMA = 'durable-chaos/strike@1';
/** The version of the file of the evidence that all strikes share. */
export const SHARED_SCHEMA = 'durable-chaos/shared-evidence@1';

function bookOf<T extends z.ZodType>(row: T) {
  return z.discriminatedUnion('state', [
    z.strictObject({ state: z.literal('collected'), rows: z.array(row) }),
    z.strictObject({ state: z.literal('unavailable'), reason: z.string() }),
  ]);
}

const historySchema = z.strictObject({
  workflowId: z.string(),
  runId: z.string(),
  events: z.array(historyEventSchema),
});

/** The books as they were read, of some workflows. */
const booksSchema = z.strictObject({
  eventHistories: bookOf(historySchema),
  replays: bookOf(replayRowSchema),
  checkpoints: bookOf(checkpointRowSchema),
  effects: bookOf(ledgerLineSchema),
  tables: bookOf(tableRowSchema),
});
/** The part of the books that is about one workflow, or about all references. */
export interface RecordedBooks extends Pick<Evidence, 'eventHistories' | 'replays' | 'checkpoints' | 'effects'> {
  readonly tables: Book<TableRow>;
}

const strikeAtSchema = z.strictObject({
  point: crashPointSchema,
  /** The held call; null if the workflow never stood at its point. */
  arrival: z
    .strictObject({
      boundary: z.strictObject({ call: z.int(), workflowId: z.string(), place: placeSchema, atMs: z.number() }),
      atMs: z.number(),
      heldMs: z.number(),
    })
    .nullable(),
  strikeMs: z.number(),
  struck: z.strictObject({ component: z.string(), incarnation: z.int().positive() }).nullable(),
});

/** Schema of the evidence of one strike, beside the journal and the evidence that all strikes share. */
export const recordedStrikeSchema = z.strictObject({
  schema: z.literal(STRIKE_SCHEMA),
  case: z.string(),
  action: z.string(),
  /** One, or two at depth 2. */
  strikes: z.array(strikeAtSchema).min(1).max(2),
  job: jobSchema,
  faultId: z.string(),
  front: z.int().positive().nullable(),
  startedMs: z.number(),
  crowd: z.int().positive(),
  ended: z.boolean(),
  endedMs: z.number(),
  tries: z.int().positive(),
  books: booksSchema,
});
/** The evidence of one strike. */
export type RecordedStrike = Omit<z.infer<typeof recordedStrikeSchema>, 'books'> & { readonly books: RecordedBooks };

/** Schema of the evidence that all strikes of an exploration share. */
export const sharedEvidenceSchema = z.strictObject({
  schema: z.literal(SHARED_SCHEMA),
  subject: z.string(),
  keeps: keptBooksSchema,
  /** Fields of values that are not compared. */
  ignoreFields: z.array(z.string()),
  checks: z.array(z.string()),
  versions: versionsSchema,
  components: z.array(componentRowSchema),
  /** By case: the jobs of its references, and how long the longest took, in milliseconds. */
  references: z.array(z.strictObject({ case: z.string(), tookMs: z.number(), jobs: z.array(jobSchema) })),
  books: booksSchema,
});
/** The evidence that all strikes of an exploration share: its references, and the lives of the components. */
export type SharedEvidence = Omit<z.infer<typeof sharedEvidenceSchema>, 'books'> & { readonly books: RecordedBooks };
