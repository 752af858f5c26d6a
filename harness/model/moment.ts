import { z } from 'zod';
import { type Json, valueAt } from './json.ts';

/** A share of progress that a heartbeat carries: the number found at `path` in its details lies within the limits. */
export const progressSchema = z.strictObject({
  path: z.string().min(1),
  atLeast: z.number(),
  atMost: z.number(),
});

const elapsedSchema = z.strictObject({ kind: z.literal('elapsed'), ms: z.int().nonnegative() });

const eventSchema = z.strictObject({
  kind: z.literal('event'),
  workflowId: z.string().min(1),
  /** Temporal's own name without its prefix, such as `ACTIVITY_TASK_COMPLETED`. */
  eventType: z.string().min(1),
  nth: z.int().positive(),
});

const callSchema = z.strictObject({
  kind: z.literal('call'),
  /** `request`: not yet sent on to the server; `reply`: executed by the server, not yet heard by the worker. */
  side: z.enum(['request', 'reply']),
  /** A method of Temporal's WorkflowService, such as `RecordActivityTaskHeartbeat`. */
  method: z.string().min(1),
  nth: z.int().positive(),
  /** The worker that makes it; left out: any. */
  component: z.string().optional(),
  activityType: z.string().optional(),
  workflowId: z.string().optional(),
  progress: progressSchema.optional(),
});

const checkpointSchema = z.strictObject({
  kind: z.literal('checkpoint'),
  workflowId: z.string().min(1),
  stage: z.string().min(1),
});

const endedSchema = z.strictObject({ kind: z.literal('ended'), workflowIds: z.array(z.string().min(1)).min(1) });

/** Schema of a {@link Moment}. */
export const momentSchema = z.discriminatedUnion('kind', [
  elapsedSchema,
  eventSchema,
  callSchema,
  checkpointSchema,
  endedSchema,
]);

/**
 * When a fault strikes, in logical terms.
 *
 * @remarks Logical moments make a run repeatable; `elapsed` (milliseconds into the injection phase) is the exception.
 * @example
 * const moment: Moment = { kind: 'elapsed', ms: 1500 };
 */
export type Moment = z.infer<typeof momentSchema>;

/**
 * The moment of one gRPC call between a worker and Temporal.
 *
 * @example
 * const firstHeartbeat: CallMoment = {
 *   kind: 'call',
 *   side: 'reply',
 *   method: 'RecordActivityTaskHeartbeat',
 *   nth: 1,
 *   activityType: 'extractPages',
 * };
 */
export type CallMoment = z.infer<typeof callSchema>;

/**
 * The n-th event of a type in one workflow's event history.
 *
 * @remarks The types are those of Temporal's {@link https://docs.temporal.io/references/events | events reference}.
 * @example
 * const paid: EventMoment = { kind: 'event', workflowId: 'order-1', eventType: 'ACTIVITY_TASK_COMPLETED', nth: 2 };
 */
export type EventMoment = z.infer<typeof eventSchema>;

/**
 * A checkpoint row that has become visible.
 *
 * @example
 * const extracted: CheckpointMoment = { kind: 'checkpoint', workflowId: 'document-01', stage: 'extracted' };
 */
export type CheckpointMoment = z.infer<typeof checkpointSchema>;

/**
 * The end of the last of some workflows: each was started, and no run of it is left.
 *
 * @example
 * const drained: EndedMoment = { kind: 'ended', workflowIds: ['document-01', 'document-02'] };
 */
export type EndedMoment = z.infer<typeof endedSchema>;

/** A call that has reached one of its two sides. */
export interface CallAtSide extends Pick<CallMoment, 'side' | 'method'> {
  readonly component: string;
  /** The gRPC status of a reply. */
  readonly grpcStatus: number | null;
  readonly task?: 'workflow' | 'activity' | undefined;
  readonly activityType?: string | undefined;
  readonly workflowId?: string | undefined;
  readonly heartbeatDetails?: Json | undefined;
}

/**
 * Whether a call is at the place that a moment describes, without its ordinal.
 *
 * @remarks A reply counts only when the server executed the call (status 0), because that is what the moment means; and
 * the reply to a poll only when it delivers a task, because an empty one starts no work.
 */
export function isAtMoment(moment: CallMoment, call: CallAtSide): boolean {
  if (moment.side !== call.side || moment.method !== call.method) return false;
  if (call.side === 'reply' && call.grpcStatus !== 0) return false;
  if (call.side === 'reply' && call.method.startsWith('Poll') && call.task === undefined) return false;
  if (moment.component !== undefined && moment.component !== call.component) return false;
  if (moment.activityType !== undefined && moment.activityType !== call.activityType) return false;
  if (moment.workflowId !== undefined && moment.workflowId !== call.workflowId) return false;
  if (moment.progress === undefined) return true;
  const value = valueAt(call.heartbeatDetails, moment.progress.path);
  return typeof value === 'number' && value >= moment.progress.atLeast && value <= moment.progress.atMost;
}

/** One sentence that says when. */
export function describeMoment(moment: Moment): string {
  switch (moment.kind) {
    case 'elapsed':
      return `${moment.ms} ms into the injection phase`;
    case 'event':
      return `event ${moment.eventType} no. ${moment.nth} of ${moment.workflowId}`;
    case 'call': {
      const whose = [moment.activityType, moment.workflowId].filter((part) => part !== undefined).join(' of ');
      const by = moment.component === undefined ? '' : ` by ${moment.component}`;
      const progress = moment.progress === undefined ? '' : ` (${moment.progress.path} ≥ ${moment.progress.atLeast})`;
      return `${moment.side} of ${moment.method} no. ${moment.nth}${whose === '' ? '' : ` for ${whose}`}${by}${progress}`;
    }
    case 'checkpoint':
      return `checkpoint ${moment.stage} of ${moment.workflowId}`;
    case 'ended':
      return describeEnd(moment);
  }
}

/** The end that a moment waits for, as part of a sentence. */
export function describeEnd({ workflowIds }: EndedMoment): string {
  const [first, ...others] = workflowIds;
  return others.length === 0 ? `the end of ${first}` : `the end of ${first} and ${others.length} more`;
}
