import { type Boundary, type Place, placeKey } from '../../model/crash-point.ts';
import { attributesOf, type EventHistory, eventIdOf, eventsOf, textAttribute } from '../../model/event-history.ts';

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

function activityGaps(history: EventHistory, seen: ReadonlySet<string>): readonly string[] {
  const started = new Map(eventsOf(history, 'ACTIVITY_TASK_STARTED').map((event) => [eventIdOf(event), event]));
  const scheduled = new Map(eventsOf(history, 'ACTIVITY_TASK_SCHEDULED').map((event) => [event.eventId, event]));
  return eventsOf(history, 'ACTIVITY_TASK_COMPLETED').flatMap((event) => {
    const begin = started.get(Number(textAttribute(event, 'startedEventId') ?? 0));
    const asked = scheduled.get(textAttribute(event, 'scheduledEventId') ?? '');
    const attempt = begin === undefined ? 1 : Number(attributesOf(begin).attempt ?? 1);
    const activityId = (asked === undefined ? undefined : textAttribute(asked, 'activityId')) ?? '';
    const common = { task: 'activity', activityId, attempt } as const;
    const wanted = [
      { ...common, exchange: 'handed-out', side: 'reply' },
      { ...common, exchange: 'completion', side: 'request' },
      { ...common, exchange: 'completion', side: 'reply' },
    ] as const;
    return wanted.filter((place) => !seen.has(placeKey(place))).map((place) => lacks(`activity ${activityId}`, place));
  });
}

function lacks(what: string, { exchange, side }: { readonly exchange: string; readonly side: string }): string {
  return `The event history has a completed ${what}, but the relays did not see its ${exchange} (${side}).`;
}
