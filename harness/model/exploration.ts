import { z } from 'zod';
import { findingSchema } from './check.ts';
import { crashPointSchema } from './crash-point.ts';
import { judgedExpectationSchema } from './judged-expectations.ts';
import { harms } from './violation.ts';

/** The version of the exploration format that this harness writes and reads. */
export const EXPLORATION_SCHEMA = 'durable-chaos/exploration@1';

/**
 * The state of a point: `valid` and `invalid` are proved; the others were not explored.
 *
 * @remarks `unproved`: the strike fell, but nothing proves that it fell exactly there, or a check was undecided.
 * `unreachable`: the workflow never reached it, even alone and after several tries. `time-limit`, `interrupted`: its
 * turn never came.
 */
export const pointStates = ['valid', 'invalid', 'unproved', 'unreachable', 'time-limit', 'interrupted'] as const;
/** One of {@link pointStates}. */
export type PointState = (typeof pointStates)[number];

const pointResultSchema = z.strictObject({
  /** The point's id. */
  point: z.string().min(1),
  /** For a second crash, the id of the point of the recovery at which it fell; null at depth 1. */
  second: z.string().nullable(),
  /** The name of the action there. */
  action: z.string().min(1),
  state: z.enum(pointStates),
  harms: z.array(z.enum(harms)),
  /** The event, in one sentence. */
  sentence: z.string(),
  /** `file:line` of the activity or the workflow; null if it isn't known. */
  source: z.string().nullable(),
  /** The command that reproduces it. */
  reproduce: z.string(),
  /** The explored workflow; null if there was none. */
  workflowId: z.string().nullable(),
  /** The front it was struck in, from 1; null if it was struck by itself. */
  front: z.int().positive().nullable(),
  /** How often it was tried before this result, this time included. */
  tries: z.int().nonnegative(),
  /** For how long the call was held before the strike, in milliseconds. */
  heldMs: z.number().nullable(),
  /** Findings that are not valid; all of them for a valid point would only repeat it. */
  findings: z.array(findingSchema),
  /** Folder of its evidence below the exploration's own; null if none was kept. */
  evidence: z.string().nullable(),
});
/** The result of one action at one point. */
export type PointResult = z.infer<typeof pointResultSchema>;

const caseSchema = z.strictObject({
  name: z.string(),
  /** The points of the case, by order: the denominator. */
  points: z.array(crashPointSchema),
  /** How many reference runs there were. */
  references: z.int().positive(),
  /** Ids of points that not every reference reached. */
  differing: z.array(z.string()),
  /**
   * The values of the references: those that every point is compared with, and those in which the references differ.
   * Left out: values were not judged.
   */
  values: z.strictObject({ compared: z.int().nonnegative(), differing: z.int().nonnegative() }).optional(),
});
/** One way in which a workflow can go, with all its crash points. */
export type ExploredCase = z.infer<typeof caseSchema>;

const auditSchema = z.strictObject({
  /** Proved results of fronts: those that could be run again alone. Also 0 if the audit never began. */
  candidates: z.int().nonnegative(),
  /** How many of these were to be, as the share that was asked for has it. */
  chosen: z.int().nonnegative(),
  /** How many of the chosen were run again alone; fewer where the time limit or an interruption came first. */
  audited: z.int().nonnegative(),
  /** Among the audited: that there is none says nothing where none was audited. */
  disagreements: z.array(
    z.strictObject({ point: z.string(), action: z.string(), front: z.string(), alone: z.string() }),
  ),
});

/** Schema of exploration.json. */
export const explorationSchema = z.strictObject({
  schema: z.literal(EXPLORATION_SCHEMA),
  runId: z.string(),
  harness: z.string(),
  workflow: z.string(),
  seed: z.int(),
  sabotage: z.string().nullable(),
  stack: z.enum(['embedded', 'docker']),
  /** The address and the namespace of the Temporal that it was on, if it did not start it. */
  temporalAt: z.string().exactOptional(),
  actions: z.array(z.string().min(1)),
  /** How many workflows a front holds at most. */
  front: z.int().positive(),
  depth: z.union([z.literal(1), z.literal(2)]),
  /** The points that were asked for by name; null: all, or, in a folder of before this was kept, those of its cases. */
  chosenPoints: z.array(z.string()).nullable().default(null),
  timeLimitMs: z.number().nullable(),
  startedAt: z.iso.datetime(),
  durationMs: z.number(),
  /** How long the striking, recovering and judging of all points took, without start-up and references. */
  exploringMs: z.number(),
  verdict: z.enum(['valid', 'invalid', 'unknown']),
  interrupted: z.boolean(),
  /** Whether an error or an interruption ended the strikes: what had not ended then is not known to be stuck. */
  brokeOff: z.boolean().default(false),
  cases: z.array(caseSchema),
  results: z.array(pointResultSchema),
  fronts: z.array(
    z.strictObject({
      front: z.int(),
      points: z.int(),
      reached: z.int(),
      tookMs: z.number(),
      longestHoldMs: z.number(),
    }),
  ),
  /**
   * At depth 2, the number of second crashes in the recoveries from the first, and how many of them were proved. They
   * are results with a `second`; those never tried are counted here only. Null at depth 1.
   */
  pairs: z.strictObject({ total: z.int(), explored: z.int() }).nullable(),
  audit: auditSchema,
  /** Findings against the whole rather than against a point. */
  findings: z.array(findingSchema),
  /** What the verdict does not cover, each with its reason. */
  notJudged: z.array(z.string()).default([]),
  /** What the verdict covers of each kind of expectation, and where these come from. Left out: an older exploration. */
  expectations: z.array(judgedExpectationSchema).optional(),
  /** The first error of the harness itself, if any; then those of the clean-up. */
  errors: z.array(z.strictObject({ code: z.string(), message: z.string() })),
  reproduce: z.string(),
});
/** The result of an exploration, as data. */
export type Exploration = z.infer<typeof explorationSchema>;

/** The numbers of the headline. */
export interface ExplorationCounts {
  readonly cases: number;
  /** Points of the denominator. */
  readonly points: number;
  /** Points at which every action has a proved result. */
  readonly explored: number;
  readonly lost: number;
  readonly doubled: number;
  readonly stuck: number;
  /** Points with any harm. */
  readonly failing: number;
  readonly unproved: number;
  readonly unreachable: number;
  /** Points whose turn never came: time limit or interruption. */
  readonly notRun: number;
}

/**
 * Counts points, not results: a point counts once, by the gravest of its results.
 *
 * @remarks How far it was explored its first strikes say; second ones are counted for themselves ({@link
 * Exploration.pairs}). Harm is harm after either.
 */
export function countPoints({ cases, results }: Pick<Exploration, 'cases' | 'results'>): ExplorationCounts {
  const points = cases.flatMap((one) => one.points.map(({ id }) => id));
  const byPoint = Map.groupBy(results, (result) => result.point);
  const having = (found: (result: PointResult) => boolean): number =>
    points.filter((id) => (byPoint.get(id) ?? []).some(found)).length;
  const first = Map.groupBy(
    results.filter(({ second }) => second === null),
    (result) => result.point,
  );
  const inState = (...states: readonly PointState[]): number =>
    points.filter((id) => (first.get(id) ?? []).some(({ state }) => states.includes(state))).length;
  const isProved = ({ state }: PointResult): boolean => state === 'valid' || state === 'invalid';
  const explored = points.filter((id) => first.get(id)?.every(isProved) === true);
  return {
    cases: cases.length,
    points: points.length,
    explored: explored.length,
    lost: having(({ harms: found }) => found.includes('lost')),
    doubled: having(({ harms: found }) => found.includes('doubled')),
    stuck: having(({ harms: found }) => found.includes('stuck')),
    failing: having(({ state }) => state === 'invalid'),
    unproved: inState('unproved'),
    unreachable: inState('unreachable'),
    notRun: inState('time-limit', 'interrupted') + points.filter((id) => !first.has(id)).length,
  };
}
