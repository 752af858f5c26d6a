import type { ExploredWorkflow } from '../model/config.ts';
import type { CrashPoint, Place } from '../model/crash-point.ts';
import { attributesOf, type EventHistory, eventsOf, payloadsOf, textAttribute } from '../model/event-history.ts';
import type { Json } from '../model/json.ts';
import { type OrderedPlace, orderPlaces, type Reference } from './order-points.ts';

/** What the points of a case are named by. */
export interface Naming {
  readonly workflow: string;
  readonly case: string;
  readonly explored: Pick<ExploredWorkflow, 'label' | 'progress'>;
  /** The event history of one reference: it says with which arguments an activity was asked for. */
  readonly history: EventHistory;
}

/**
 * The crash points of a case: every place that any reference reached, named by what it means.
 *
 * @remarks A name holds nothing that differs from run to run: no time, no event id, no number of a call.
 */
export function namePoints(naming: Naming, references: readonly Reference[]): readonly CrashPoint[] {
  const places = orderPlaces(references);
  const steps = stepNames(naming);
  const ordinals = heartbeatOrdinals(places);
  return places.map((one, order) => {
    const { place } = one;
    const step =
      place.task === 'workflow' ? `workflow task ${place.number}` : (steps.get(place.activityId) ?? 'activity');
    const moment = momentOf(naming, one, ordinals.get(one.key) ?? 1);
    const id = [naming.workflow, naming.case, step, moment].join('/');
    const { references: reached, atMs } = one;
    return { id, case: naming.case, step, moment, place, order, atMs, references: reached };
  });
}

/** The name of each activity's step: its type, and what tells it from others of its type. */
function stepNames({ explored, history }: Naming): ReadonlyMap<string, string> {
  const scheduled = eventsOf(history, 'ACTIVITY_TASK_SCHEDULED').map((event) => {
    const attributes = attributesOf(event);
    const type = nameOf(attributes.activityType);
    return { activityId: textAttribute(event, 'activityId') ?? '', type, args: argumentsOf(attributes.input) };
  });
  const names = scheduled.map(({ activityId, type, args }) => {
    const label = explored.label?.(type, args) ?? null;
    return { activityId, type, name: label === null ? type : `${type}[${label}]` };
  });
  return new Map(
    names.map(({ activityId, name }, index) => {
      const alike = names.filter((other) => other.name === name);
      const nth = names.slice(0, index + 1).filter((other) => other.name === name).length;
      return [activityId, alike.length === 1 ? name : `${name} #${nth}`];
    }),
  );
}

/** Arguments in a form that we can't read name nothing. */
function argumentsOf(input: Json | undefined): readonly Json[] {
  try {
    return payloadsOf(input);
  } catch {
    return [];
  }
}

function nameOf(type: Json | undefined): string {
  const name = (type as { readonly name?: Json } | null | undefined)?.name;
  return typeof name === 'string' ? name : '';
}

function momentOf({ explored }: Naming, { place, activityType }: OrderedPlace, ordinal: number): string {
  const attempt = place.attempt === 1 ? '' : `attempt ${place.attempt}/`;
  return `${attempt}${exchangeOf({ explored, place, activityType, ordinal })}`;
}

interface Exchanged {
  readonly explored: Naming['explored'];
  readonly place: Place;
  readonly activityType: string | undefined;
  readonly ordinal: number;
}

function exchangeOf({ explored, place, activityType, ordinal }: Exchanged): string {
  const { exchange, side } = place;
  if (exchange === 'handed-out') return exchange;
  if (place.task === 'workflow' || exchange === 'completion' || exchange === 'failure') return `${exchange}/${side}`;
  if (exchange !== 'heartbeat') return `${exchange} ${place.nth ?? 1}/${side}`;
  const progress = explored.progress?.(activityType ?? '', place.details ?? null) ?? String(ordinal);
  return `heartbeat ${progress}/${side}`;
}

/** Which heartbeat of its attempt each is, from 1; both its sides alike. */
function heartbeatOrdinals(places: readonly OrderedPlace[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  return new Map(
    places.flatMap(({ key, place }) => {
      if (place.task !== 'activity' || place.exchange !== 'heartbeat') return [];
      const counter = `${place.activityId} ${place.attempt} ${place.side}`;
      const ordinal = (counts.get(counter) ?? 0) + 1;
      counts.set(counter, ordinal);
      return [[key, ordinal] as const];
    }),
  );
}
