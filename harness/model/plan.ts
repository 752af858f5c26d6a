import { z } from 'zod';
import { alsoStartedSchema, workflowEnds } from './also-started.ts';
import { apiRequestSchema } from './api-request.ts';
import { expectedOrderSchema, refuseMistakenOrder } from './expected-order.ts';
import { digestOf, jsonSchema } from './json.ts';
import { momentSchema } from './moment.ts';

/** The version of the plan format that this harness writes and reads. */
export const PLAN_SCHEMA = 'durable-chaos/plan@1';

const actionSchema = z.strictObject({
  kind: z.enum(['signal', 'cancel']),
  /** Name of the signal; empty for a cancellation. */
  name: z.string(),
  args: z.array(jsonSchema),
  /** The checkpoint that must be visible first, or `started` for at once. */
  after: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('started') }),
    z.strictObject({ kind: z.literal('checkpoint'), stage: z.string().min(1) }),
    z.strictObject({ kind: z.literal('event'), eventType: z.string().min(1), nth: z.int().positive() }),
  ]),
  /** How long after that it comes, in milliseconds; if left out, at once. */
  delayMs: z.int().nonnegative().optional(),
  /** How the system's API is asked for it; if left out, Temporal is asked. */
  request: apiRequestSchema.optional(),
  /**
   * `system`: the system itself sends it, such as an activity with a client of its own, and the harness only looks
   * whether it was recorded. `after` and `delayMs` then say nothing. Signals of workflows need no entry.
   */
  by: z.literal('system').optional(),
});

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

const expectationSchema = z.strictObject({
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
   * whose subject's field `field` is at most that number.
   */
  progress: z.array(
    z.strictObject({
      activityType: z.string().min(1),
      details: z.string().min(1),
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
  /** Timers that must have fired, each asked for with at least that time; left out: not judged. */
  timers: z.array(z.strictObject({ name: z.string().min(1), atLeastMs: z.int().positive() })).optional(),
});

/** Schema of a job. */
export const jobSchema = z.strictObject({
  workflowType: z.string().min(1),
  workflowId: z.string().min(1),
  args: z.array(jsonSchema),
  /** When it is started, in milliseconds into the injection phase; if left out, at once. */
  startAfterMs: z.int().nonnegative().optional(),
  /** How the system's API is asked to start it; if left out, Temporal is asked. */
  request: apiRequestSchema.optional(),
  /**
   * The id of a fault: it is started once that one is healed, and `startAfterMs` counts from there. A plan without that
   * fault, as where it is run without faults, starts it as if this were left out.
   */
  startAfterFault: z.string().min(1).optional(),
  actions: z.array(actionSchema),
  /**
   * Workflows that the system starts for this job otherwise than as children, such as by a schedule or an activity.
   * Child workflows need no entry.
   */
  also: z.array(alsoStartedSchema).optional(),
  /** Made from the inputs alone, never from what the system did. */
  expect: expectationSchema
    .superRefine(refuseMistakenOrder)
    .refine(({ end, failure }) => failure === undefined || end === 'failed', {
      path: ['failure'],
      error: 'needs the end "failed"',
    }),
});

/** The name of the component that serves the system's API. */
export const API = 'api';

/** The far ends of a worker's links, by which links are named. */
export const linkEnds = ['temporal', 'supabase', 'outside'] as const;

const selectorSchema = z.discriminatedUnion('role', [
  /** The worker that holds a task: of the call at which the fault strikes, or else of this workflow and activity. */
  z.strictObject({
    role: z.literal('holder'),
    workflowId: z.string().optional(),
    activityType: z.string().optional(),
    link: z.enum(linkEnds).optional(),
  }),
  z.strictObject({
    role: z.literal('component'),
    name: z.string().min(1),
    link: z.enum(linkEnds).optional(),
  }),
]);

const plannedFaultSchema = z.strictObject({
  id: z.string().min(1),
  /** The id of an earlier fault of the schedule: the moment is waited for once that one is healed. */
  after: z.string().min(1).optional(),
  at: momentSchema,
  fault: z.string().min(1),
  params: z.record(z.string(), jsonSchema),
  target: selectorSchema,
  /** How long the fault is in force, in milliseconds; then it heals. */
  healAfterMs: z.int().positive(),
});

/** Schema of a {@link Plan}. */
export const planSchema = z.strictObject({
  schema: z.literal(PLAN_SCHEMA),
  harness: z.string().min(1),
  scenario: z.string().min(1),
  hypothesis: z.string().min(1),
  subject: z.string().min(1),
  seed: z.int().nonnegative(),
  params: z.record(z.string(), jsonSchema),
  /** The deliberately broken variant that is run instead of the good one, if any. */
  sabotage: z.string().nullable(),
  workers: z.int().positive(),
  /** The version of the system that the workers begin with; left out: that of `workers` in the configuration. */
  version: z.string().min(1).optional(),
  workload: z.array(jobSchema),
  schedule: z.array(plannedFaultSchema),
  checks: z.array(z.string().min(1)).min(1),
  /** Limit of the whole run, in milliseconds. */
  runTimeMs: z.int().positive(),
});

/** A run, fully decided, as pure JSON: a pure function of scenario, parameters, seed and harness version. */
export type Plan = z.infer<typeof planSchema>;
/**
 * One workflow execution that a plan starts, with its required result.
 *
 * @example
 * const job: Job = {
 *   workflowType: 'greeting',
 *   workflowId: 'greeting-01',
 *   args: [{ name: 'Ada' }],
 *   actions: [],
 *   expect: { end: 'completed', result: 'hello, Ada', checkpoints: [], effects: [], progress: [] },
 * };
 */
export type Job = z.infer<typeof jobSchema>;
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
/**
 * A signal or a cancellation that a client sends to a running workflow.
 *
 * @example
 * const approval: ClientAction = { kind: 'signal', name: 'review', args: ['approved'], after: { kind: 'started' } };
 */
export type ClientAction = z.infer<typeof actionSchema>;
/** The work that a checkpoint stands for. */
export type Work = z.infer<typeof workSchema>;
/**
 * A fault in a plan: its name, moment, target and duration.
 *
 * @example
 * const kill: PlannedFault = {
 *   id: 'kill',
 *   at: { kind: 'event', workflowId: 'order-1', eventType: 'TIMER_STARTED', nth: 1 },
 *   fault: 'worker-kill',
 *   params: {},
 *   target: { role: 'component', name: 'worker-1' },
 *   healAfterMs: 2000,
 * };
 */
export type PlannedFault = z.infer<typeof plannedFaultSchema>;
/** The target of a fault, by role; the struck incarnation is journalled. */
export type Selector = z.infer<typeof selectorSchema>;
/** The far end of one of a worker's links. */
export type LinkEnd = (typeof linkEnds)[number];

/** SHA-256 of a plan's canonical JSON, by which it is recognised. */
export function planDigest(plan: Plan): string {
  return digestOf(jsonSchema.parse(plan));
}

/** Whether a plan needs the system's API: a client asks it, or a fault strikes it. */
export function asksApi({ workload, schedule }: Pick<Plan, 'workload' | 'schedule'>): boolean {
  const asked = workload.some((job) => [job, ...job.actions].some(({ request }) => request !== undefined));
  return asked || schedule.some(({ target }) => target.role === 'component' && target.name === API);
}

/** The one name of a link: `temporal@worker-1`. */
export function linkName(end: LinkEnd, component: string): string {
  return `${end}@${component}`;
}
