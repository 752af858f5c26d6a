import { type Boundary, type Place, placeKey, type Side } from '../../model/crash-point.ts';
import { attributesOf, type EventHistory, eventIdOf, eventsOf, textAttribute } from '../../model/event-history.ts';
import { ownEvents } from '../../model/execution-chains.ts';
import { activityTypeOf } from './scheduled-activities.ts';
import { boundariesOfRun, discardedNumbers, taskNumbers } from './task-numbers.ts';

/**
 * The differences between the event histories of a reference and its boundaries, in sentences; run by run, if it went on
 * in several.
 *
 * @remarks The denominator of the coverage must not rest on the relays alone: each completed workflow task and activity
 * was dispatched and has a request and a reply of its completion, by the server's own book.
 * @param runs - the event histories of all runs of the workflow, in order
 */
export function crossCheck(runs: readonly EventHistory[], boundaries: readonly Boundary[]): readonly string[] {
  const known = new Set(runs.map(({ runId }) => runId));
  const strange = boundaries.filter(({ runId }) => runId !== undefined && !known.has(runId));
  return [
    ...runs.flatMap((run, index) => {
      const gaps = gapsOf(run, boundariesOfRun(runs, index, boundaries));
      return runs.length === 1 ? gaps : gaps.map((gap) => `Run ${index + 1}: ${gap}`);
    }),
    ...new Set(strange.map(({ runId }) => `The relays saw calls of run ${runId}, which no event history is of.`)),
  ];
}

function gapsOf(history: EventHistory, boundaries: readonly Boundary[]): readonly string[] {
  const seen = seenKeys(boundaries);
  const attempts = completedAttempts(history);
  const numbers = taskNumbers(attempts.length, boundaries);
  const workflowTasks = numbers.flatMap((number, index) => {
    const common = { task: 'workflow', number, attempt: attempts[index] ?? 1 } as const;
    const wanted = [
      { ...common, exchange: 'handed-out', side: 'reply' },
      { ...common, exchange: 'completion', side: 'request' },
      { ...common, exchange: 'completion', side: 'reply' },
    ] as const;
    return wanted.filter((place) => !seen.has(placeKey(place))).map((place) => lacks(`workflow task ${number}`, place));
  });
  const last = Math.max(0, ...numbers, ...discardedNumbers(boundaries));
  const surplus = boundaries.filter(({ place }) => place.task === 'workflow' && place.number > last);
  return [
    ...workflowTasks,
    ...activityGaps(history, seen),
    ...surplus.map(({ place }) => `The relays saw ${placeKey(place)}, which the event history doesn't have.`),
  ];
}

/** Of each completed workflow task the attempt that completed it: those before it failed. */
function completedAttempts(history: EventHistory): readonly number[] {
  const scheduled = new Map(eventsOf(history, 'WORKFLOW_TASK_SCHEDULED').map((event) => [event.eventId, event]));
  return eventsOf(ownEvents(history), 'WORKFLOW_TASK_COMPLETED').map((event) => {
    const asked = scheduled.get(textAttribute(event, 'scheduledEventId') ?? '');
    return Number((asked === undefined ? undefined : attributesOf(asked)['attempt']) ?? 1);
  });
}

/** The places as an event history names them: it is of one run, and knows an activity by its id alone. */
function seenKeys(boundaries: readonly Boundary[]): ReadonlySet<string> {
  return new Set(boundaries.map(({ place }) => placeKey(ofThisRun(place))));
}

function ofThisRun(place: Place): Place {
  const { execution: _, ...ofRun } = place;
  if (ofRun.task === 'workflow') return ofRun;
  const { activity: _name, ...byId } = ofRun;
  return byId;
}

/**
 * The types of activities that another process than their worker completed, past the relays: such a completion is no
 * crash point.
 *
 * @remarks The events themselves say who started the activity and who completed it. A completion by the worker itself
 * that no relay saw is a gap.
 */
export function completedElsewhere(runs: readonly EventHistory[], boundaries: readonly Boundary[]): readonly string[] {
  const unseen = runs.flatMap((run, index) => {
    const seen = seenKeys(boundariesOfRun(runs, index, boundaries));
    return completions(run).filter(
      (one) => isElsewhere(one) && !seen.has(placeKey(reportOf(one, 'completion', 'request'))),
    );
  });
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

/** Those of the run itself; of an activity that was open when it was reset, the schedule is in the copied part. */
function completions(history: EventHistory): readonly Completion[] {
  const started = new Map(eventsOf(history, 'ACTIVITY_TASK_STARTED').map((event) => [eventIdOf(event), event]));
  const scheduled = new Map(eventsOf(history, 'ACTIVITY_TASK_SCHEDULED').map((event) => [event.eventId, event]));
  return eventsOf(ownEvents(history), 'ACTIVITY_TASK_COMPLETED').map((event) => {
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
