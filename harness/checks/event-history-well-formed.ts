import {
  attributesOf,
  type EventHistory,
  eventIdOf,
  eventsOf,
  eventTypeOf,
  textAttribute,
} from '../model/event-history.ts';
import type { Json } from '../model/json.ts';
import { activityCloses, activityRecords, lookup, mayStayOpen, workflowEnds } from './support/activity-records.ts';
import { count, defineCheck, invalid, unknown, valid } from './support/define-check.ts';
import { jobRecords } from './support/job-records.ts';

/**
 * The event history of every job is whole and has no failed workflow task.
 *
 * @remarks The rules are Temporal's own: ids count from 1 without a gap; one event ends the execution and nothing
 * follows it; an activity is closed once. A failed workflow task means that the workflow's code could not be run. The
 * one cause that doesn't is UNHANDLED_COMMAND: the server says it when an event, such as a signal, arrived while a
 * worker was completing the execution; the task is done again and the workflow sees the event ("Events reference" of
 * Temporal's documentation, WorkflowTaskFailed).
 */
export const eventHistoryWellFormed = defineCheck({
  name: 'event-history-well-formed',
  invariant:
    'Every event history is whole: contiguous ids, one end, each activity closed once, no failed workflow task.',
  books: ['eventHistories'],
  judge: (evidence) => {
    const records = jobRecords(evidence);
    const missing: Json[] = records
      .filter((record) => record.start === 'ok' && record.histories.length === 0)
      .map(({ job }) => ({
        workflowId: job.workflowId,
        violation: 'missing',
        detail: 'Started, but no event history.',
      }));
    const histories = records.flatMap((record) => record.histories);
    const violations = [...missing, ...histories.flatMap((history) => historyViolations(history))];
    const events = histories.reduce((sum, history) => sum + history.events.length, 0);
    const numbers = `${histories.length} event histories with ${count(events, 'event')}`;
    if (violations.length > 0) return invalid(`${count(violations.length, 'violation')} in ${numbers}.`, violations);
    if (histories.length === 0) return unknown('There is no event history of any job.');
    return valid(`${numbers}: each whole, ended once, every activity closed, no failed workflow task.`);
  },
});

/** The cause of a failed workflow task that is no defect. */
const LAWFUL_CAUSE = 'WORKFLOW_TASK_FAILED_CAUSE_UNHANDLED_COMMAND';

type Found = readonly [violation: string, detail: string];

function historyViolations(history: EventHistory): Json[] {
  const { workflowId } = history;
  return [
    ...orderViolations(history),
    ...activityViolations(history),
    ...timerViolations(history),
    ...taskViolations(history),
  ].map(([violation, detail]) => ({ workflowId, violation, detail }));
}

function orderViolations({ events }: EventHistory): Found[] {
  const found: Found[] = [];
  const wrong = events.findIndex((event, index) => eventIdOf(event) !== index + 1);
  if (wrong !== -1) found.push(['ids', `The event at place ${wrong + 1} has id ${events[wrong]?.eventId ?? 'none'}.`]);
  const [first] = events;
  if (first === undefined || eventTypeOf(first) !== 'WORKFLOW_EXECUTION_STARTED') {
    found.push(['begin', `The first event is ${first === undefined ? 'missing' : eventTypeOf(first)}.`]);
  }
  const ends = events.filter((event) => lookup(workflowEnds, eventTypeOf(event)) !== undefined);
  if (ends.length !== 1) found.push(['end', `There are ${ends.length} events that end the execution, not 1.`]);
  else if (ends[0] !== events.at(-1)) found.push(['end', `Events follow the end at ${ends[0]?.eventId ?? ''}.`]);
  return found;
}

function activityViolations(history: EventHistory): Found[] {
  const records = activityRecords(history);
  const known = new Set(records.map((record) => String(record.scheduledEventId)));
  const strays = history.events
    .filter((event) => lookup(activityCloses, eventTypeOf(event)) !== undefined)
    .filter((event) => !known.has(textAttribute(event, 'scheduledEventId') ?? ''))
    .map((event): Found => ['activity', `Event ${event.eventId} closes an activity that was never scheduled.`]);
  const wrong = records.flatMap((record): Found[] => {
    const what = `Activity ${record.activityId} (${record.type})`;
    if (record.closes.length > 1) return [['activity', `${what} was closed ${record.closes.length} times.`]];
    const early = record.closes.some((close) => close.eventId <= record.scheduledEventId);
    if (early) return [['activity', `${what} was closed before it was scheduled.`]];
    const open = record.closes.length === 0 && !mayStayOpen(record, history);
    return open ? [['activity', `${what} was never closed.`]] : [];
  });
  return [...strays, ...wrong];
}

/** A timer may be left running when the execution ends; it is never closed twice, nor without having been started. */
function timerViolations(history: EventHistory): Found[] {
  const started = new Map(eventsOf(history, 'TIMER_STARTED').map((event) => [event.eventId, eventIdOf(event)]));
  const closes = [...eventsOf(history, 'TIMER_FIRED'), ...eventsOf(history, 'TIMER_CANCELED')];
  const groups = Map.groupBy(closes, (event) => textAttribute(event, 'startedEventId') ?? '');
  return [...groups].flatMap(([startedEventId, events]): Found[] => {
    const start = started.get(startedEventId);
    const what = `The timer of event ${startedEventId}`;
    if (start === undefined) return [['timer', `${what} was closed and never started.`]];
    if (events.length > 1) return [['timer', `${what} was closed ${events.length} times.`]];
    return events.some((event) => eventIdOf(event) <= start) ? [['timer', `${what} was closed before it began.`]] : [];
  });
}

function taskViolations(history: EventHistory): Found[] {
  return eventsOf(history, 'WORKFLOW_TASK_FAILED')
    .filter((event) => textAttribute(event, 'cause') !== LAWFUL_CAUSE)
    .map((event): Found => {
      const failure = attributesOf(event).failure as { readonly message?: string } | undefined;
      const cause = textAttribute(event, 'cause') ?? 'no cause';
      return [
        'workflow-task',
        `Event ${event.eventId}: ${cause}${failure?.message === undefined ? '' : `: ${failure.message}`}.`,
      ];
    });
}
