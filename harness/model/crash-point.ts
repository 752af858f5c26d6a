import { z } from 'zod';
import { canonicalJson, jsonSchema } from './json.ts';

/** The exchanges with Temporal: a task is dispatched, reported on or ended. */
export const taskExchanges = ['handed-out', 'heartbeat', 'completion', 'failure'] as const;
/** The exchange at a boundary: one of {@link taskExchanges}, or the name of the service that the task asks. */
export type Exchange = string;

/** Whether at an exchange a service is asked, by whose name it goes. */
export function asksService(exchange: Exchange): boolean {
  return taskExchanges.every((one) => one !== exchange);
}

/** `request`: not yet sent on to its receiver; `reply`: executed there, not yet heard by the worker. */
export type Side = 'request' | 'reply';

const side = z.enum(['request', 'reply']);
/**
 * The run that it is in, if the workflow goes on in several, such as `run 2`; left out for the first.
 *
 * @remarks Each run counts its tasks and its activities anew.
 */
const execution = z.string().min(1).optional();
/** The attempt of the task, from 1. */
const attempt = z.int().positive();
/** The position of a request among this attempt's requests to that service, from 1. */
const nth = z.int().positive().optional();

const workflowTaskPlace = z.strictObject({
  task: z.literal('workflow'),
  execution,
  /** The number of the workflow task in its run, from 1: one more than were completed before. */
  number: z.int().positive(),
  /** The name of a service: a request of a local activity, which is part of the task. */
  exchange: z.string().min(1),
  side,
  attempt,
  nth,
});

/** Schema of an {@link ActivityOrdinal}. */
const activityOrdinal = z.strictObject({ type: z.string().min(1), nth: z.int().positive() });
/** The position of an activity among those of its type in its run, in the order of their schedule, from 1. */
export type ActivityOrdinal = z.infer<typeof activityOrdinal>;

const activityPlace = z.strictObject({
  task: z.literal('activity'),
  execution,
  /** The activity's id in the event history of this run; in another run it may be another. */
  activityId: z.string().min(1),
  /** Which activity it is in every run; left out if it is not known, and the id must do. */
  activity: activityOrdinal.optional(),
  exchange: z.string().min(1),
  side,
  attempt,
  /** The details that a heartbeat carries. */
  details: jsonSchema.optional(),
  nth,
});

/** Schema of a {@link Place}. */
export const placeSchema = z.discriminatedUnion('task', [workflowTaskPlace, activityPlace]);
/**
 * The place of a call in its workflow's progress: the same in every run of the same case, for any worker at any time.
 *
 * @remarks A task arrives in a reply, so `handed-out` has no request.
 */
export type Place = z.infer<typeof placeSchema>;
/** A place in the progress of a workflow task. */
export type WorkflowTaskPlace = Extract<Place, { task: 'workflow' }>;
/** A place in the progress of an activity. */
export type ActivityPlace = Extract<Place, { task: 'activity' }>;

/** The one text of a place, by which places of all runs of a case are compared. */
export function placeKey(place: Place): string {
  const { activityId: _, ...named } = { activityId: '', ...placeSchema.parse(place) };
  const isNamed = place.task === 'workflow' || place.activity !== undefined;
  return canonicalJson(jsonSchema.parse(isNamed ? named : place));
}

/** The one text of an activity, by which activities of all runs of a case are compared. */
export function activityKey({
  execution,
  activityId,
  activity,
}: Pick<ActivityPlace, 'execution' | 'activityId' | 'activity'>): string {
  const name = activity === undefined ? activityId : canonicalJson(activity);
  return execution === undefined ? name : `${name} of ${execution}`;
}

/** The name of a run in places, by its position in its chain, from 1; undefined for the first, which needs none. */
export function executionName(ordinal: number): string | undefined {
  return ordinal === 1 ? undefined : `run ${ordinal}`;
}

/** A call that has reached one of its two sides, with its place in its workflow's progress. */
export interface Boundary {
  /** Position among all calls of the run, gRPC and HTTP alike, by which the journal names it. */
  readonly call: number;
  readonly component: string;
  readonly incarnation: number;
  /** gRPC method, or HTTP method and path. */
  readonly method: string;
  readonly workflowId: string;
  /** Left out if the relay could not read it. */
  readonly runId?: string | undefined;
  readonly activityType: string | undefined;
  readonly place: Place;
  /** When it came, on the journal's clock, in milliseconds. */
  readonly atMs: number;
  /** The server discarded the completed workflow task: no event history has it. */
  readonly discarded?: true;
}

/** The fate of a call at a boundary: it goes on, or its answer never reaches the worker. */
export type Fate = 'pass' | 'lose';

/** Decides on every boundary that the relays see. */
export interface Interceptor {
  /**
   * Reports that a call has reached one of its sides: usually one boundary, several if a reply delivers tasks as well.
   *
   * @returns undefined to let it pass at once; else it is held until the promise resolves, or its connection goes
   */
  reached(boundaries: readonly Boundary[]): Promise<Fate> | undefined;
  /** A call has ended, held or not; said once of every call that reached a boundary. */
  ended(call: number): void;
}

/** Schema of a {@link CrashPoint}. */
export const crashPointSchema = z.strictObject({
  /** `<workflow>/<case>/<step>/<moment>`, the same in every exploration. */
  id: z.string().min(1),
  case: z.string().min(1),
  /** `embedPages[batch 2]`, `workflow task 4`. */
  step: z.string().min(1),
  /** `handed-out`, `completion/request`, `heartbeat page 2/reply`, `outside 1/request`. */
  moment: z.string().min(1),
  place: placeSchema,
  /** The further fleet whose worker makes the call, and is struck there; left out: it is one of `workers`. */
  fleet: z.string().min(1).optional(),
  /** Its position among the points of its case, from 0: points that depend on it come later. */
  order: z.int().nonnegative(),
  /** When it is reached without a fault, in milliseconds after the workflow's start (median of the references). */
  atMs: z.number(),
  /** How many of the reference runs reached it. */
  references: z.int().positive(),
});
/** A named boundary in a workflow's progress at which a crash can be placed. */
export type CrashPoint = z.infer<typeof crashPointSchema>;
