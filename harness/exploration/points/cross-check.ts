import { type Boundary, type Place, placeKey, type Side } from '../../model/crash-point.ts';
import { attributesOf, type EventHistory, eventIdOf, eventsOf, textAttribute } from '../../model/event-history.ts';
import { activityTypeOf } from './scheduled-activities.ts';

/**
 * The differences between the event history of a reference run and its boundaries, in sentences.
 *
 * @remarks The denominator of the coverage must not rest on the relays alone: each completed workflow task and activity
 * was dispatched and has a request and a reply of its completion, by the server's own book.
 */
export function crossCheck(history: EventHistory, boundaries: readonly Boundary[]): readonly string[] {
  const seen = new Set(boundaries.map(({ place }) => placeKey(ofThisRun(place))));
  const tasks = eventsOf(history, 'WORKFLOW_TASK_COMPLETED').length;
  const workflowTasks = Array.from({ length: tasks }, (_, index) => index + 1).flatMap((number) => {
    const common = { task: 'workflow', number, attempt: 1 } as const;
    const wanted = [
      { ...common, exchange: 'handed-out', side: 'reply' },
      { ...common, exchange: 'completion', side: 'request' },
      { ...common, exchange: 'completion', side: 'reply' },
    ] as const;
    return wanted.filter((place) => !seen.has(placeKey(place))).map((place) => lacks(`workflow task ${number}`, place));
  });
  const surplus = boundaries.filter(({ place }) => place.task === 'workflow' && place.number > tasks);
  return [
    ...workflowTasks,
    ...activityGaps(history, seen),
    ...surplus.map(({ place }) => `The relays saw ${placeKey(place)}, which the event history doesn't have.`),
  ];
}

/** By its id: an event history has no other name of an activity. */
function ofThisRun(place: Place): Place {
  if (place.task === 'workflow') return place;
  const { activity: _, ...rest } = place;
  return rest;
}

/**
 * The types of activities that another process than their worker completed, past the relays: such a completion is no
 * crash point.
 *
 * @remarks The events themselves say who started the activity and who completed it. A completion by the worker itself
 * that no relay saw is a gap.
 */
export function completedElsewhere(history: EventHistory, boundaries: readonly Boundary[]): readonly string[] {
  const seen = new Set(boundaries.map(({ place }) => placeKey(ofThisRun(place))));
  const unseen = completions(history).filter(
    (one) => isElsewhere(one) && !seen.has(placeKey(reportOf(one, 'completion', 'request'))),
  );
  return [...new Set(unseen.map(({ type }) => type))];
}

/** The completion of an activity, as the event history has it. */
interface Completion {
  readonly activityId: string;
  readonly type: string;
  readonly attempt: number;
  /** Who started it, and who completed it; undefined where the history does not say. */
  readonly identities: readonly (string | undefined)[];
}

function isElsewhere({ identities: [worker, completer] }: Completion): boolean {
  return worker !== undefined && completer !== undefined && worker !== completer;
}

function reportOf({ activityId, attempt }: Completion, exchange: 'handed-out' | 'completion', side: Side): Place {
  return { task: 'activity', activityId, attempt, exchange, side };
}

function completions(history: EventHistory): readonly Completion[] {
  const started = new Map(eventsOf(history, 'ACTIVITY_TASK_STARTED').map((event) => [eventIdOf(event), event]));
  const scheduled = new Map(eventsOf(history, 'ACTIVITY_TASK_SCHEDULED').map((event) => [event.eventId, event]));
  return eventsOf(history, 'ACTIVITY_TASK_COMPLETED').map((event) => {
    const begin = started.get(Number(textAttribute(event, 'startedEventId') ?? 0));
    const asked = scheduled.get(textAttribute(event, 'scheduledEventId') ?? '');
    const attempt = begin === undefined ? 1 : Number(attributesOf(begin).attempt ?? 1);
    const activityId = (asked === undefined ? undefined : textAttribute(asked, 'activityId')) ?? '';
    const identities = [begin, event].map((one) => (one === undefined ? undefined : textAttribute(one, 'identity')));
    return { activityId, type: asked === undefined ? '' : activityTypeOf(asked), attempt, identities };
  });
}

function activityGaps(history: EventHistory, seen: ReadonlySet<string>): readonly string[] {
  return completions(history).flatMap((one) => {
    const wanted = [
      reportOf(one, 'handed-out', 'reply'),
      ...(isElsewhere(one) ? [] : [reportOf(one, 'completion', 'request'), reportOf(one, 'completion', 'reply')]),
    ];
    const missing = wanted.filter((place) => !seen.has(placeKey(place)));
    return missing.map((place) => lacks(`activity ${one.activityId}`, place));
  });
}

function lacks(what: string, { exchange, side }: { readonly exchange: string; readonly side: string }): string {
  return `The event history has a completed ${what}, but the relays did not see its ${exchange} (${side}).`;
}
