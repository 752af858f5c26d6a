import { z } from 'zod';
import { alsoStartedSchema } from './also-started.ts';
import { apiRequestSchema } from './api-request.ts';
import { storedJob } from './as-without-fault.ts';
import { byScheduleSchema, mistakeOfSchedule } from './by-schedule.ts';
import { actionSchema } from './client-action.ts';
import { expectationSchema } from './expectation.ts';
import { digestOf, jsonSchema } from './json.ts';
import { momentSchema } from './moment.ts';
import { mistakeOfStart, startCommandSchema } from './start-command.ts';
import { workflowOptionsSchema } from './workflow-options.ts';

/** The version of the plan format that this harness writes and reads. */
export const PLAN_SCHEMA = 'durable-chaos/plan@1';

/** The fields of a job. */
export const jobFields = z.strictObject({
  workflowType: z.string().min(1),
  workflowId: z.string().min(1),
  args: z.array(jsonSchema),
  /** Timeouts, retries, a schedule, a memo and search attributes; left out: Temporal's defaults. */
  options: workflowOptionsSchema.optional(),
  /** When it is started, in milliseconds into the injection phase; if left out, at once. */
  startAfterMs: z.int().nonnegative().optional(),
  /** How the system's API is asked to start it; if left out, Temporal is asked. */
  request: apiRequestSchema.optional(),
  /** The command of the system that starts it; if left out, the harness's client does. Empty `args` are not compared then. */
  start: startCommandSchema.optional(),
  /** The schedule of Temporal that starts its workflows, each of which is one of the job; if left out, none does. */
  bySchedule: byScheduleSchema.optional(),
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
  expect: expectationSchema,
  /**
   * Other results that are right too, whole ones, such as that of a saga that was compensated. The workflow is judged
   * by the one that it met. If left out, only `expect` is right.
   */
  orExpect: z.array(expectationSchema).optional(),
});

/** Schema of a job; reads it as a scenario may write it. */
export const jobSchema = z.preprocess(
  storedJob,
  jobFields
    .refine(({ actions }) => actions.filter(({ after }) => after.kind === 'with-start').length <= 1, {
      path: ['actions'],
      error: 'has more than one action that comes with the start',
    })
    .refine(
      ({ request, actions }) => request === undefined || actions.every(({ after }) => after.kind !== 'with-start'),
      {
        path: ['actions'],
        error: 'has one that comes with the start, which the API is asked for: give it another `after`',
      },
    )
    .superRefine((job, context) => {
      const mistake = mistakeOfStart(job) ?? mistakeOfSchedule(job);
      if (mistake !== null) context.addIssue({ code: 'custom', path: [...mistake.path], message: mistake.message });
    }),
);

const referenceSchema = z.strictObject({
  /** The ids of the jobs that are compared with them: those of one workflow type, input and client. */
  of: z.array(z.string().min(1)).min(1),
  /** At least two: what differs from run to run shows only in several. */
  runs: z.array(jobSchema).min(2),
});

/** The name of the component that serves the system's API. */
export const API = 'api';

/** The far ends of the links that every worker has, by which links are named; the services of the configuration come on top. */
export const linkEnds = ['temporal', 'supabase', 'outside'] as const;

/** The name of a server or a service, at which a worker's link ends. */
const linkEndSchema = z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be a name in lower case, such as "temporal"');

const selectorSchema = z.discriminatedUnion('role', [
  /** The worker that holds a task: of the call at which the fault strikes, or else of this workflow and activity. */
  z.strictObject({
    role: z.literal('holder'),
    workflowId: z.string().optional(),
    activityType: z.string().optional(),
    /** The fleet that the worker must be of; `workers` means that of `workers`. Left out: any. */
    fleet: z.string().min(1).optional(),
    link: linkEndSchema.optional(),
  }),
  z.strictObject({
    role: z.literal('component'),
    name: z.string().min(1),
    link: linkEndSchema.optional(),
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
  /** The number of workers of further fleets, by name; of a fleet that is left out, that of the configuration. */
  fleets: z.record(z.string().min(1), z.int().positive()).optional(),
  /** The version of the system that the workers begin with; left out: that of `workers` in the configuration. */
  version: z.string().min(1).optional(),
  workload: z.array(jobSchema),
  /**
   * Runs without a fault, before the injection, with which jobs are compared of whose expectation an item is as without a
   * fault. Left out: there are no such jobs.
   */
  references: z.array(referenceSchema).optional(),
  schedule: z.array(plannedFaultSchema),
  checks: z.array(z.string().min(1)).min(1),
  /** Limit of the whole run, in milliseconds. */
  runTimeMs: z.int().positive(),
  /**
   * How soon each unit of work that a victim held must come on again, in milliseconds, even if the system's own timeouts
   * allow more; left out: only they count.
   */
  recoverWithinMs: z.int().positive().optional(),
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
/** Jobs that are compared with runs of the same workflow without a fault, and these runs. */
export type References = z.infer<typeof referenceSchema>;
/**
 * What a client does to a workflow: a signal, a cancellation, an update, a query, its termination or its reset.
 *
 * @example
 * const approval: ClientAction = { kind: 'signal', name: 'review', args: ['approved'], after: { kind: 'started' } };
 */
export type ClientAction = z.infer<typeof actionSchema>;
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
/** The far end of one of a worker's links: one of {@link linkEnds}, or a service of the configuration. */
export type LinkEnd = z.infer<typeof linkEndSchema>;

/** SHA-256 of a plan's canonical JSON, by which it is recognised. */
export function planDigest(plan: Plan): string {
  return digestOf(jsonSchema.parse(plan));
}

/** Whether a plan needs the system's API: a client asks it, or a fault strikes it. */
export function asksApi({ workload, schedule }: Pick<Plan, 'workload' | 'schedule'>): boolean {
  const asked = workload.some((job) => [job, ...job.actions].some(({ request }) => request !== undefined));
  return asked || schedule.some(({ target }) => target.role === 'component' && target.name === API);
}

/** The action that a client sends in one call with the start of a job; undefined if there is none. */
export function actionWithStart({ actions }: Pick<Job, 'actions'>): ClientAction | undefined {
  return actions.find(({ after }) => after.kind === 'with-start');
}

/** The actions of a job that the harness's client carries out; the system itself does the others. */
export function clientActions({ actions }: Pick<Job, 'actions'>): readonly ClientAction[] {
  return actions.filter(({ by }) => by !== 'system');
}

/** Those of them that come after the start. */
export function laterActions(job: Pick<Job, 'actions'>): readonly ClientAction[] {
  return clientActions(job).filter(({ after }) => after.kind !== 'with-start');
}

/** The id under which an update of a job is sent: the server takes it once, however often it comes. */
export function updateIdOf({ workflowId, actions }: Pick<Job, 'workflowId' | 'actions'>, action: ClientAction): string {
  return `${workflowId}-update-${actions.indexOf(action) + 1}`;
}

/** The one name of a link: `temporal@worker-1`. */
export function linkName(end: LinkEnd, component: string): string {
  return `${end}@${component}`;
}
