import { type CrashPoint, executionName, placeKey, type WorkflowTaskPlace } from '../../model/crash-point.ts';
import {
  attributesOf,
  durationMs,
  type EventHistory,
  eventIdOf,
  eventsOf,
  eventTypeOf,
  type HistoryEvent,
  textAttribute,
} from '../../model/event-history.ts';
import { ownEvents } from '../../model/execution-chains.ts';

/** A place of a case at which its workflows wait for those of a front, before they go on to their points. */
export interface Meeting {
  /** The key of the place. */
  readonly key: string;
  /** Its position among the points of the case. */
  readonly order: number;
  /** When it is reached without a fault, in milliseconds after the workflow's start. */
  readonly atMs: number;
  /** How long a call may be held there: half of the only timeout that runs meanwhile, in milliseconds. */
  readonly holdMs: number;
}

/** Work under way beside a workflow task, by the event that begins it: the attribute and the events that end it. */
const underWay: Readonly<Record<string, { readonly by: string; readonly ends: readonly string[] }>> = {
  ACTIVITY_TASK_SCHEDULED: {
    by: 'scheduledEventId',
    ends: ['COMPLETED', 'FAILED', 'TIMED_OUT', 'CANCELED'].map((end) => `ACTIVITY_TASK_${end}`),
  },
  TIMER_STARTED: { by: 'startedEventId', ends: ['TIMER_FIRED', 'TIMER_CANCELED'] },
  WORKFLOW_EXECUTION_UPDATE_ACCEPTED: { by: 'acceptedEventId', ends: ['WORKFLOW_EXECUTION_UPDATE_COMPLETED'] },
  // These may go on for themselves.
  START_CHILD_WORKFLOW_EXECUTION_INITIATED: { by: '', ends: [] },
  NEXUS_OPERATION_SCHEDULED: { by: '', ends: [] },
};

/**
 * The meetings of a case: reports of workflow tasks during which no reference had anything else under way.
 *
 * @remarks Only the timeout of that workflow task runs then, so a call may be held for seconds. A pending timer, or a
 * timeout of the whole run, would go on meanwhile, and an activity has short timeouts. A case that starts others has
 * none: they go on.
 * @param references - with their runs, in order
 */
export function meetingsOf(
  points: readonly Pick<CrashPoint, 'place' | 'order' | 'atMs' | 'references'>[],
  references: readonly { readonly runs: readonly EventHistory[] }[],
): readonly Meeting[] {
  return points.flatMap(({ place, order, atMs, references: reached }) => {
    if (place.task !== 'workflow' || !isReport(place) || reached < references.length) return [];
    const holdMs = Math.min(...references.map(({ runs }) => quietMs(runs, place))) / 2;
    return holdMs > 0 ? [{ key: placeKey(place), order, atMs, holdMs }] : [];
  });
}

function isReport({ exchange, side, attempt }: WorkflowTaskPlace): boolean {
  return exchange === 'completion' && side === 'request' && attempt === 1;
}

/** The timeout of a workflow task, if nothing else is under way until its report is recorded; else 0. */
function quietMs(runs: readonly EventHistory[], { execution, number }: WorkflowTaskPlace): number {
  const history = runs.find((_, index) => executionName(index + 1) === execution);
  const completed =
    history === undefined ? undefined : eventsOf(ownEvents(history), 'WORKFLOW_TASK_COMPLETED')[number - 1];
  if (history === undefined || completed === undefined || hasLimit(history)) return 0;
  const startedId = Number(textAttribute(completed, 'startedEventId'));
  const before = history.events.filter((event) => eventIdOf(event) < startedId);
  if (before.some((event) => isUnderWay(event, before))) return 0;
  const scheduledId = textAttribute(completed, 'scheduledEventId');
  const scheduled = before.find(({ eventId }) => eventId === scheduledId);
  return scheduled === undefined ? 0 : (durationMs(attributesOf(scheduled).startToCloseTimeout) ?? 0);
}

function isUnderWay(begun: HistoryEvent, events: readonly HistoryEvent[]): boolean {
  const kind = underWay[eventTypeOf(begun)];
  if (kind === undefined) return false;
  return !events.some(
    (event) => kind.ends.includes(eventTypeOf(event)) && textAttribute(event, kind.by) === begun.eventId,
  );
}

/** Whether the run, or all runs together, must end by a certain time. */
function hasLimit({ events }: EventHistory): boolean {
  const [started] = events;
  if (started === undefined) return true;
  const { workflowRunTimeout, workflowExecutionTimeout } = attributesOf(started);
  return [workflowRunTimeout, workflowExecutionTimeout].some((timeout) => (durationMs(timeout) ?? 0) > 0);
}
