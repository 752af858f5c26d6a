import { z } from 'zod';
import { explorationSchema, pointStates } from './exploration.ts';

/** The version of the format of a comparison that this harness writes. */
export const EXPLORATION_DIFF_SCHEMA = 'durable-chaos/exploration-diff@1';

const sideSchema = z.strictObject({
  runId: z.string(),
  startedAt: z.iso.datetime(),
  verdict: z.enum(['valid', 'invalid', 'unknown']),
});

const changeSchema = z.strictObject({
  point: z.string(),
  action: z.string().min(1),
  /** The point of the recovery for a second crash; null at depth 1. */
  second: z.string().nullable(),
  /** How it fared in the earlier exploration; null if there is no result of it. */
  before: z.enum(pointStates).nullable(),
  /** How it fares in the later one; null if there is no result of it. */
  after: z.enum(pointStates).nullable(),
  /** The event, in one sentence: from the later exploration, or from the earlier if the later has none. */
  sentence: z.string(),
  /** The command that repeats it; null if the later exploration has none. */
  reproduce: z.string().nullable(),
});
/** One action at one point that fares otherwise than before. */
export type PointChange = z.infer<typeof changeSchema>;

/** Schema of what {@link PointChange}s there are between two explorations. */
export const explorationDiffSchema = z.strictObject({
  schema: z.literal(EXPLORATION_DIFF_SCHEMA),
  before: sideSchema,
  after: sideSchema,
  /** Why the two can't be compared point by point, or only with care, as sentences. */
  differences: z.array(z.string()),
  /** Points of cases that both explored. */
  newPoints: z.array(z.string()),
  gonePoints: z.array(z.string()),
  /** Invalid before, valid now. */
  fixed: z.array(changeSchema),
  /** Invalid now, and not before, or not looked at before. */
  newlyFailing: z.array(changeSchema),
  /** Invalid in both. */
  stillFailing: z.array(changeSchema),
  /** Proved before and not proved now, though the point is still there; a failure among them is not fixed. */
  noLongerExplored: z.array(changeSchema),
  /** Looked at before but not proved, valid now. */
  newlyExplored: z.array(changeSchema),
});
/** The changes from one exploration to a later one. */
export type ExplorationDiff = z.infer<typeof explorationDiffSchema>;

/** Schema of what `--json` prints together with `--diff`: exploration.json, and what has changed in it. */
export const comparedExplorationSchema = explorationSchema.extend({ diff: explorationDiffSchema });
