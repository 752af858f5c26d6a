import { z } from 'zod';

/** The version of the summary format that this harness writes and reads. */
export const SUMMARY_SCHEMA = 'durable-chaos/summary@1';

const unitSchema = z.strictObject({ unit: z.string(), recoveryTimeMs: z.number(), boundMs: z.number() });

const runRowSchema = z.strictObject({
  state: z.literal('run'),
  scenario: z.string(),
  hypothesis: z.string(),
  runId: z.string(),
  /** Relative to the project. */
  folder: z.string(),
  verdict: z.enum(['valid', 'invalid', 'unknown']),
  /** The exit code of the run as a process; 0 is the only success. */
  exit: z.int(),
  interrupted: z.boolean(),
  /** From start to end of the process, in milliseconds. */
  durationMs: z.number(),
  recovery: z.strictObject({ units: z.int().positive(), longest: unitSchema, tightest: unitSchema }).nullable(),
  landings: z.array(
    z.strictObject({
      faultId: z.string(),
      fault: z.string(),
      landed: z.boolean(),
      causes: z.int().nonnegative(),
      effects: z.int().nonnegative(),
    }),
  ),
  /** What the verdict says, and no more than what was judged. Left out: an older summary. */
  meaning: z.string().optional(),
  /** Why the run is no success, in one line; null if it is one. */
  why: z.string().nullable(),
  /** The command that repeats this run. */
  reproduce: z.string(),
});

const noReportRowSchema = z.strictObject({
  state: z.literal('no-report'),
  scenario: z.string(),
  hypothesis: z.string(),
  exit: z.int().nullable(),
  signal: z.string().nullable(),
  durationMs: z.number(),
  why: z.string(),
});

const notRunRowSchema = z.strictObject({
  state: z.literal('not-run'),
  scenario: z.string(),
  hypothesis: z.string(),
  cause: z.enum(['stack-lacks', 'time-limit', 'interrupted']),
  why: z.string(),
});

const rowSchema = z.discriminatedUnion('state', [runRowSchema, noReportRowSchema, notRunRowSchema]);

/** Schema of summary.json. */
export const summarySchema = z.strictObject({
  schema: z.literal(SUMMARY_SCHEMA),
  harness: z.string(),
  stack: z.enum(['embedded', 'docker']),
  /** The host of the hosted Supabase that every run was on; if left out, each had its own. */
  supabase: z.string().optional(),
  /** One for all scenarios, so that each row can be repeated alone. */
  seed: z.int().nonnegative(),
  startedAt: z.iso.datetime(),
  durationMs: z.number(),
  timeLimitMs: z.number().nullable(),
  interrupted: z.boolean(),
  /** The exit code of the whole. */
  exit: z.int(),
  counts: z.strictObject({
    valid: z.int(),
    invalid: z.int(),
    unknown: z.int(),
    /** Runs that the harness failed in, or that left no report. */
    failed: z.int(),
    notRun: z.int(),
  }),
  rows: z.array(rowSchema),
});
/** The results of running every scenario in turn, as data. */
export type Summary = z.infer<typeof summarySchema>;
/** The result of one scenario. */
export type SummaryRow = z.infer<typeof rowSchema>;
/** A scenario that was run and left a report. */
export type RunRow = z.infer<typeof runRowSchema>;
/** A scenario that was started and left no report. */
export type NoReportRow = z.infer<typeof noReportRowSchema>;
/** A scenario that was not run, and why. */
export type NotRunRow = z.infer<typeof notRunRowSchema>;
/** How often each outcome occurred. */
export type SummaryCounts = Summary['counts'];

/** The outcome of a row. */
export type RowOutcome = keyof SummaryCounts;

/**
 * The outcome of a row.
 *
 * @remarks Only a run that ended with 0 is valid: one whose checks all held while the harness failed, or that was
 * interrupted, has proved nothing. An invalid verdict stands even if the harness failed too.
 */
export function outcomeOf(row: SummaryRow): RowOutcome {
  if (row.state === 'not-run') return 'notRun';
  if (row.state === 'no-report') return 'failed';
  if (row.verdict === 'invalid') return 'invalid';
  if (row.exit === 0) return row.verdict;
  return row.interrupted || row.exit === 2 ? 'unknown' : 'failed';
}

/** How often each outcome occurs among some rows. */
export function countOutcomes(rows: readonly SummaryRow[]): SummaryCounts {
  const counts = { valid: 0, invalid: 0, unknown: 0, failed: 0, notRun: 0 };
  for (const row of rows) counts[outcomeOf(row)] += 1;
  return counts;
}
