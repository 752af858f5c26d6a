import { z } from 'zod';
import { workflowEnds } from './also-started.ts';
import { comparableItems, storedExpectation } from './as-without-fault.ts';
import { expectedActivityOptionsSchema } from './expected-activity-options.ts';
import { expectedOrderSchema, refuseMistakenOrder } from './expected-order.ts';
import { expectedRowSchema } from './expected-row.ts';
import { jsonSchema } from './json.ts';

/**
 * The work that a checkpoint stands for, by which its row is compared with the event history.
 *
 * @remarks `activity`: the list of results of all activities of that type, in the order they were scheduled. `which`
 * says that only those count that completed, because a failed one is asked for again, or only the n-th of these.
 * `input`: the list of the workflow's arguments; `signal`: the list of arguments of a signal of that name, the first
 * one unless `which` says otherwise; `timer`: a fired timer, which has no digest; `none`: nothing but the order of
 * events.
 */
const workSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('activity'),
    type: z.string().min(1),
    which: z.union([z.literal('completed'), z.int().positive()]).optional(),
  }),
  z.strictObject({ kind: z.literal('input') }),
  z.strictObject({
    kind: z.literal('signal'),
    name: z.string().min(1),
    which: z.union([z.literal('first'), z.literal('last'), z.int().positive()]).optional(),
  }),
  z.strictObject({ kind: z.literal('timer') }),
  z.strictObject({ kind: z.literal('none') }),
]);

const expectedTimerSchema = z
  .strictObject({
    name: z.string().min(1),
    atLeastMs: z.int().positive(),
    /** Left out: a longer one is right too. */
    atMostMs: z.int().positive().optional(),
  })
  .refine(({ atLeastMs, atMostMs = atLeastMs }) => atMostMs >= atLeastMs, {
    path: ['atMostMs'],
    error: 'must be at least `atLeastMs`',
  });

const fieldsSchema = z.strictObject({
  end: z.enum(workflowEnds),
  /** The workflow's result; left out where it isn't judged (anything but `completed`). */
  result: jsonSchema.optional(),
  /**
   * Why it must fail, where it must: the type of its application failure, or else `timeout`, `canceled`, `terminated` or
   * `server`. Left out: the reason is not judged.
   */
  failure: z.strictObject({ type: z.string().min(1) }).optional(),
  checkpoints: z.array(z.strictObject({ stage: z.string().min(1), work: workSchema })),
  /**
   * Each side effect that must have been applied exactly once, named by its business subject. It must be asked for by
   * this workflow, or by a child of it.
   */
  effects: z.array(
    z.strictObject({
      kind: z.string().min(1),
      subject: z.record(z.string(), z.union([z.string(), z.number()])),
      /** What must be sent with it; left out: not judged. */
      payload: jsonSchema.optional(),
    }),
  ),
  /** Rows that the tables of the subject must have at the end; if left out, no row of it is judged. */
  rows: z.array(expectedRowSchema).optional(),
  /**
   * The completed activities of some types, all of each type, in the order they are scheduled. Types that are not among
   * them, and an input or a result that is left out, are not judged.
   */
  activities: z
    .array(
      z.strictObject({
        type: z.string().min(1),
        /** The list of its arguments. */
        input: z.array(jsonSchema).optional(),
        result: jsonSchema.optional(),
      }),
    )
    .optional(),
  /**
   * How heartbeat details tell which effects are done: the number at `details` covers each effect of kind `effect`
   * whose subject's field `field` is at most that number, and a list covers those whose field is in it. `details` is a
   * path such as `pagesDone`, or empty if the details are that progress themselves.
   */
  progress: z.array(
    z.strictObject({
      activityType: z.string().min(1),
      details: z.string(),
      effect: z.string().min(1),
      field: z.string().min(1),
    }),
  ),
  /**
   * The version of the system that must complete every workflow task of it, or the last one. Every task without a name:
   * the version that completes the first. Left out: not judged.
   */
  version: z
    .discriminatedUnion('completes', [
      z.strictObject({ completes: z.literal('every-task'), name: z.string().min(1).optional() }),
      z.strictObject({ completes: z.literal('last-task'), name: z.string().min(1) }),
    ])
    .optional(),
  /**
   * The activities that must be closed when the workflow has ended: all of them, or those of the named types. If left
   * out, the workflow may end while activities are open, as Temporal allows.
   */
  closed: z.union([z.literal('every-activity'), z.array(z.string().min(1)).min(1)]).optional(),
  /** Which kinds of effects come before which; left out: no more than the event history shows. */
  order: z.array(expectedOrderSchema).optional(),
  /** Timers that must have fired, each asked for with that time; left out: not judged. */
  timers: z.array(expectedTimerSchema).optional(),
  /** The timeouts and retries of each activity of some types, by type; other types are not judged. */
  activityOptions: z.record(z.string().min(1), expectedActivityOptionsSchema).optional(),
  /**
   * The items that must be as in runs of the same workflow without a fault. The item itself then has no meaning. Left out:
   * all is given.
   */
  asWithoutFault: z.array(z.enum(comparableItems)).min(1).optional(),
});

const givenSchema = fieldsSchema
  .superRefine(refuseMistakenOrder)
  .refine(({ end, failure }) => failure === undefined || end === 'failed', {
    path: ['failure'],
    error: 'needs the end "failed"',
  });

/** Schema of an {@link Expectation}; reads it as a scenario may write it. */
export const expectationSchema = z.preprocess(storedExpectation, givenSchema);

/**
 * The required result of a job, computed from its inputs alone.
 *
 * @example
 * const expectation: Expectation = {
 *   end: 'completed',
 *   result: { order: 'order-1', status: 'paid' },
 *   checkpoints: [{ stage: 'charged', work: { kind: 'activity', type: 'charge' } }],
 *   effects: [{ kind: 'charge', subject: { order: 'order-1' } }],
 *   progress: [],
 * };
 */
export type Expectation = z.infer<typeof expectationSchema>;
/** The work that a checkpoint stands for. */
export type Work = z.infer<typeof workSchema>;
