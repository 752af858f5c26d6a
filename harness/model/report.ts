import { z } from 'zod';
import { findingSchema } from './check.ts';
import { landingSchema, versionsSchema } from './evidence.ts';
import { phases } from './journal-entry.ts';
import { jsonSchema } from './json.ts';
import { judgedExpectationSchema } from './judged-expectations.ts';

/** The version of the report format that this harness writes and reads. */
export const REPORT_SCHEMA = 'durable-chaos/report@1';

/** Schema of report.json. */
export const reportSchema = z.strictObject({
  schema: z.literal(REPORT_SCHEMA),
  runId: z.string(),
  scenario: z.string(),
  hypothesis: z.string(),
  subject: z.string(),
  seed: z.int(),
  params: z.record(z.string(), jsonSchema),
  sabotage: z.string().nullable(),
  stack: z.enum(['embedded', 'docker']),
  startedAt: z.iso.datetime(),
  durationMs: z.number(),
  verdict: z.enum(['valid', 'invalid', 'unknown']),
  /** The limits of the verdict: books that the subject doesn't keep, checks that the plan left out. */
  notJudged: z.array(z.string()),
  /** What the verdict covers of each kind of expectation, and where these come from. Left out: an older report. */
  expectations: z.array(judgedExpectationSchema).optional(),
  /**
   * The workflows that were compared with runs without a fault: how many, of how many kinds, each with so many runs. Left
   * out: all was given.
   */
  references: z.strictObject({ workflows: z.int(), kinds: z.int(), runsOfEach: z.int() }).optional(),
  findings: z.array(findingSchema),
  landings: z.array(landingSchema),
  phases: z.array(z.strictObject({ phase: z.enum(phases), durationMs: z.number(), outcome: z.string() })),
  /** The first error of the harness itself, if any; then those of the clean-up. */
  errors: z.array(z.strictObject({ code: z.string(), message: z.string() })),
  counts: z.strictObject({
    workflows: z.int(),
    events: z.int(),
    checkpoints: z.int(),
    effectsApplied: z.int(),
    effectsDeduplicated: z.int(),
    calls: z.int(),
    replays: z.int(),
  }),
  /** Recovery of each unit of work that the victim held, in milliseconds, beside its bound. */
  recovery: z.array(
    z.strictObject({
      unit: z.string(),
      recoveryTimeMs: z.number(),
      boundMs: z.number(),
      /** The terms of the bound that are not zero, in words. Reports before this was written lack it. */
      boundTerms: z.string().optional(),
    }),
  ),
  versions: versionsSchema,
  interrupted: z.boolean(),
  /** The command that repeats this run. */
  reproduce: z.string(),
});
/** The result of a run, as data. */
export type Report = z.infer<typeof reportSchema>;
