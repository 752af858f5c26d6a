import { z } from 'zod';
import type { EventHistory } from './event-history.ts';
import type { JournalEntry } from './journal.ts';
import { jsonSchema } from './json.ts';
import type { Plan } from './plan.ts';

/**
 * One source of evidence.
 *
 * @remarks An `unavailable` book makes every check that needs it `unknown`. A collected but empty one is `invalid` if
 * entries are expected.
 */
export type Book<T> =
  | { readonly state: 'collected'; readonly rows: readonly T[] }
  | { readonly state: 'unavailable'; readonly reason: string };

/** Schema of a row of the checkpoints book. */
export const checkpointRowSchema = z.strictObject({
  /** The table's identity column: the order in which rows were inserted. */
  sequence: z.int().positive(),
  workflowId: z.string(),
  stage: z.string(),
  activityId: z.string(),
  attempt: z.int().positive(),
  /** SHA-256 of the canonical JSON of the work that the row stands for. */
  digest: z.string(),
});
/** A row that the workflow wrote to say how far it is. */
export type CheckpointRow = z.infer<typeof checkpointRowSchema>;

/** Schema of a row of the tables book. */
export const tableRowSchema = z.strictObject({
  table: z.string(),
  /** The value of the table's key column. */
  key: z.string(),
  /** All columns, as the API of Supabase returns them. */
  columns: z.record(z.string(), jsonSchema),
});
/** A row of one of the tables of the subject. */
export type TableRow = z.infer<typeof tableRowSchema>;

/** Schema of a line of the effects ledger. */
export const ledgerLineSchema = z.strictObject({
  sequence: z.int().positive(),
  time: z.iso.datetime(),
  kind: z.string(),
  /** The subject of the effect in the business's own terms, such as document and page. */
  subject: z.record(z.string(), z.union([z.string(), z.number()])),
  idempotencyKey: z.string().nullable(),
  payloadHash: z.string(),
  /** The hash is of the whole body of a request, so no payload that a job gives can be held against it. */
  payloadOf: z.literal('body').exactOptional(),
  /** `conflict`: a known key with another payload, refused. */
  outcome: z.enum(['applied', 'deduplicated', 'conflict']),
  /** The activity that asked, as far as the request names it. */
  activity: z.strictObject({ workflowId: z.string(), activityId: z.string(), attempt: z.int() }).nullable(),
});
/** A request that reached the outside world, as the outside world wrote it down. */
export type LedgerLine = z.infer<typeof ledgerLineSchema>;

/** Schema of a row of the replays book. */
export const replayRowSchema = z.strictObject({
  workflowId: z.string(),
  runId: z.string(),
  /** How many events were replayed; all of them where `full`. */
  events: z.int().positive(),
  full: z.boolean(),
  /** SHA-256 of the workflow bundle that was replayed, or of the files of `workers.replayer.code`. */
  bundleHash: z.string(),
  ok: z.boolean(),
  error: z.string().nullable(),
  /** The replayer could not replay it, as where it has no such workflow: that proves nothing; `error` has the reason. */
  notReplayed: z.literal(true).optional(),
  /** Whether the system's data converter read the payloads; left out: Temporal's default. */
  dataConverter: z.literal(true).optional(),
});
/** The outcome of replaying one event history, or a prefix of it. */
export type ReplayRow = z.infer<typeof replayRowSchema>;

/** Schema of a row of the components book. */
export const componentRowSchema = z.strictObject({
  component: z.string(),
  role: z.enum(['worker', 'temporal', 'database', 'supabase', 'toxiproxy', 'outside-world', 'api', 'service']),
  incarnations: z.array(
    z.strictObject({
      incarnation: z.int().positive(),
      pid: z.int(),
      startedMs: z.number(),
      exitedMs: z.number().nullable(),
      exitCode: z.int().nullable(),
      signal: z.string().nullable(),
      oomKilled: z.boolean(),
      /** The cause of the exit; null while it lives. */
      purpose: z.enum(['fault', 'drain', 'teardown', 'unplanned']).nullable(),
    }),
  ),
});
/** The lives of one component. */
export type ComponentRow = z.infer<typeof componentRowSchema>;

/** Schema of the versions that a run was made with. */
export const versionsSchema = z.strictObject({
  harness: z.string(),
  node: z.string(),
  platform: z.string(),
  temporal: z.string(),
  toxiproxy: z.string(),
  postgresql: z.string(),
  temporalSdk: z.string(),
  /** SHA-256 of the bundle that the workers ran, as reported before the run; null if there was none to hash. */
  bundleHash: z.string().nullable(),
  /** SHA-256 of the bundles of the other versions of the system that a worker may have run, by version. */
  bundles: z.record(z.string(), z.string()).optional(),
  /** How the images of a Docker stack were made: `official`, `offline` or `mixed`; left out where there are none. */
  images: z.string().optional(),
  /** The host of the Supabase that the run was on, if the run did not start it. */
  supabase: z.string().optional(),
  /** The address and the namespace of the Temporal that the run was on, if the run did not start it. */
  temporalAt: z.string().optional(),
  /** `mutual` if the stack spoke TLS, in which both sides show a certificate; left out where it did not. */
  tls: z.literal('mutual').optional(),
  /** Why the run was on that stack: `asked for`, or what `auto` found; with the engine's version where there is one. */
  stackChoice: z.string().optional(),
});
/** The versions that a run was made with. */
export type Versions = z.infer<typeof versionsSchema>;

/** Schema of a {@link Witness}. */
export const witnessSchema = z.strictObject({
  sort: z.enum(['cause', 'effect']),
  source: z.enum([
    'process',
    'engine',
    'toxiproxy',
    'certificate',
    'gateway',
    'relay',
    'event-history',
    'checkpoints',
    'effects',
    'probe',
    'client',
  ]),
  component: z.string(),
  incarnation: z.int().positive().nullable(),
  fromMs: z.number(),
  toMs: z.number(),
  /** One sentence that says what was observed. */
  observation: z.string(),
});
/** One observation that a fault was in force (`cause`) or that the subject felt it (`effect`). */
export type Witness = z.infer<typeof witnessSchema>;

/** Schema of a {@link Landing}. */
export const landingSchema = z.strictObject({
  faultId: z.string(),
  fault: z.string(),
  landed: z.boolean(),
  witnesses: z.array(witnessSchema),
  /** Why the search for its witnesses failed, if it did: a defect of the harness. */
  error: z.string().optional(),
});
/** Whether a planned fault landed: at least one cause and one effect witness. */
export type Landing = z.infer<typeof landingSchema>;

/** Everything a check may look at; all of it files in the run folder. */
export interface Evidence {
  readonly plan: Plan;
  readonly journal: readonly JournalEntry[];
  readonly eventHistories: Book<EventHistory>;
  readonly replays: Book<ReplayRow>;
  readonly checkpoints: Book<CheckpointRow>;
  readonly effects: Book<LedgerLine>;
  /** Unavailable in run folders of earlier versions, which did not read tables. */
  readonly tables: Book<TableRow>;
  readonly components: Book<ComponentRow>;
  /** Computed from the fault registry before the checks run, live and offline alike. */
  readonly landings: readonly Landing[];
  readonly versions: Versions;
  /**
   * The books of the runs without a fault that jobs are compared with: the judge takes them apart from those of the run.
   * Left out: it has not, or there are none.
   */
  readonly references?: Pick<Evidence, 'eventHistories' | 'checkpoints' | 'effects' | 'tables'>;
}
