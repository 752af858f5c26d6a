import type { ExploredWorkflow } from '../../model/config.ts';
import {
  type ActivityPlace,
  activityKey,
  type CrashPoint,
  executionName,
  type Place,
} from '../../model/crash-point.ts';
import { attributesOf, type EventHistory, isOpaque, payloadsOf } from '../../model/event-history.ts';
import { fleetOf } from '../../model/fleets.ts';
import type { Json } from '../../model/json.ts';
import { orderPlaces, type Reference } from './order-points.ts';
import { scheduledActivities } from './scheduled-activities.ts';

/** The source of the names of a case's points. */
export interface Naming {
  readonly workflow: string;
  readonly case: string;
  readonly explored: Pick<ExploredWorkflow, 'label'>;
  /** The event histories of one reference, run by run: they say with which arguments an activity was asked for. */
  readonly runs: readonly EventHistory[];
}

/**
 * The crash points of a case: every place that any reference reached, named by what it means.
 *
 * @remarks A name holds nothing that differs from run to run: no time, no event id, no number of a call.
 */
export function namePoints(naming: Naming, references: readonly Reference[]): readonly CrashPoint[] {
  const places = orderPlaces(references);
  const steps = stepNames(naming);
  return places.map((one, order) => {
    const { place } = one;
    const name = place.task === 'workflow' ? `workflow task ${place.number}` : stepOf(place, steps);
    const step = place.execution === undefined ? name : `${name} of ${place.execution}`;
    const moment = momentOf(one.place);
    const id = [naming.workflow, naming.case, step, moment].join('/');
    const { references: reached, atMs } = one;
    const fleet = fleetOf(one.component);
    const whose = fleet === null ? {} : { fleet };
    return { id, case: naming.case, step, moment, place, ...whose, order, atMs, references: reached };
  });
}

/** The step of an activity that the naming history has; of another one its type and position, if they are known. */
function stepOf(place: ActivityPlace, steps: ReadonlyMap<string, string>): string {
  const { activity } = place;
  return steps.get(activityKey(place)) ?? (activity === undefined ? 'activity' : `${activity.type} #${activity.nth}`);
}

/** The name of each activity's step: its type, and what tells it from others of its type; by both of its keys. */
function stepNames(naming: Naming): ReadonlyMap<string, string> {
  return new Map(naming.runs.flatMap((history, index) => [...stepNamesOf(naming, history, executionName(index + 1))]));
}

function stepNamesOf(
  { explored }: Naming,
  history: EventHistory,
  execution: string | undefined,
): ReadonlyMap<string, string> {
  const names = scheduledActivities(history, execution).map(({ event, type, keys }) => {
    const label = explored.label?.(type, argumentsOf(attributesOf(event).input)) ?? null;
    return { keys, name: label === null ? type : `${type}[${label}]` };
  });
  return new Map(
    names.flatMap(({ keys, name }, index) => {
      const alike = names.filter((other) => other.name === name);
      const nth = names.slice(0, index + 1).filter((other) => other.name === name).length;
      return keys.map((key) => [key, alike.length === 1 ? name : `${name} #${nth}`] as const);
    }),
  );
}

/** Arguments in a form that we can't read name nothing. */
function argumentsOf(input: Json | undefined): readonly Json[] {
  const values = payloadsOf(input);
  return values.some((value) => isOpaque(value)) ? [] : values;
}

function momentOf(place: Place): string {
  return `${place.attempt === 1 ? '' : `attempt ${place.attempt}/`}${exchangeOf(place)}`;
}

function exchangeOf(place: Place): string {
  const { exchange, side } = place;
  if (exchange === 'handed-out') return exchange;
  if (exchange === 'completion' || exchange === 'failure') return `${exchange}/${side}`;
  // By then its details are a name (see `progress-names.ts`).
  if (place.task === 'activity' && exchange === 'heartbeat')
    return `heartbeat ${nameOfProgress(place.details)}/${side}`;
  return `${exchange} ${place.nth ?? 1}/${side}`;
}

function nameOfProgress(details: Json | undefined): string {
  return typeof details === 'string' ? details : JSON.stringify(details ?? null);
}
