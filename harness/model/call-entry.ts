import { z } from 'zod';
import { jsonSchema } from './json.ts';

/** Schema of the timeouts and the retry policy of a task, in milliseconds, as the server sent them with it. */
export const taskTermsSchema = z.strictObject({
  heartbeatTimeoutMs: z.number().nullable(),
  startToCloseTimeoutMs: z.number().nullable(),
  scheduleToCloseTimeoutMs: z.number().nullable(),
  retryInitialIntervalMs: z.number().nullable(),
  retryBackoffCoefficient: z.number().nullable(),
  retryMaximumIntervalMs: z.number().nullable(),
});

/** The task, as far as the relay could read it. */
const taskFacts = {
  workflowId: z.string().optional(),
  runId: z.string().optional(),
  activityType: z.string().optional(),
  activityId: z.string().optional(),
  attempt: z.int().optional(),
  /** The id of a workflow task's WORKFLOW_TASK_STARTED event. */
  startedEventId: z.string().optional(),
  /**
   * Since when the server offers a dispatched task, by the server's clock: any earlier attempt was found lost by then,
   * and the back-off is over. Left out by runs before this was read.
   */
  scheduledTime: z.iso.datetime().optional(),
  /** The details that a heartbeat carries; for a dispatched activity, those of the attempt before. */
  heartbeatDetails: jsonSchema.optional(),
  terms: taskTermsSchema.optional(),
};

/** Schema of a task that came with the reply to a completed workflow task instead of by a poll. */
export const handedOutTaskSchema = z.strictObject({
  task: z.enum(['workflow', 'activity']),
  ...taskFacts,
});

/**
 * Schema of the body of a `call` entry: one gRPC call between a worker and Temporal, written when it has ended; `atMs`
 * of the entry is its end.
 */
export const callEntry = z.strictObject({
  kind: z.literal('call'),
  /** Position among all calls of the run, in the order of their requests. */
  call: z.int().positive(),
  component: z.string(),
  incarnation: z.int().positive(),
  method: z.string(),
  /** When the request was complete at the gateway, on the journal's clock. */
  startedMs: z.number(),
  latencyMs: z.number(),
  /**
   * `answered`: written to the worker's connection, which doesn't prove that the worker heard it. `dropped`: it was
   * held when its connection went. `lost`: the relay deliberately gave the worker UNAVAILABLE instead of the server's
   * answer.
   */
  outcome: z.enum(['answered', 'broken', 'cancelled', 'dropped', 'lost']),
  /** The server's answer, even if the worker never heard it; null: none. */
  grpcStatus: z.int().nullable(),
  grpcMessage: z.string().optional(),
  requestBytes: z.int(),
  replyBytes: z.int(),
  identity: z.string().optional(),
  taskQueue: z.string().optional(),
  /** The kind of task that a poll delivered, or that an answer is about. */
  task: z.enum(['workflow', 'activity']).optional(),
  ...taskFacts,
  /** Why an attempt of an activity failed, as its worker told the server; a long message is cut. */
  failure: z.strictObject({ type: z.string().nullable(), message: z.string() }).optional(),
  /** The back-off that a failed activity asks for instead of its retry policy's (`nextRetryDelay`), in milliseconds. */
  nextRetryDelayMs: z.number().optional(),
  /** The schedule-to-start timeout of a completed workflow task's sticky queue, in milliseconds. */
  stickyScheduleToStartMs: z.number().optional(),
  /**
   * The server discarded the workflow task that this completed: it did nothing but reject updates. The event history has
   * no event of such a task.
   */
  discarded: z.literal(true).optional(),
  /** The tasks in the reply to a completed workflow task: the next workflow task and eager activities. */
  handedOut: z.array(handedOutTaskSchema).optional(),
});
