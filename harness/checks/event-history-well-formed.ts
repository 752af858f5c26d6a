import { count } from '../model/count.ts';
import {
  attributesOf,
  type EventHistory,
  eventIdOf,
  eventsOf,
  eventTypeOf,
  textAttribute,
} from '../model/event-history.ts';
import { runBefore } from '../model/execution-chains.ts';
import type { Json } from '../model/json.ts';
import type { Violation, ViolationName } from '../model/violation.ts';
import { defineCheck, everyPoint, invalid, unknown, valid } from './define-check.ts';
import {
  type ActivityClose,
  type ActivityRecord,
  activityCloses,
  activityRecords,
  endOf,
  lookup,
  mayStayOpen,
  workflowEnds,
} from './evidence/activity-records.ts';
import { tasksBroken } from './evidence/broken-versions.ts';
import { failedWorkflowTasks } from './evidence/failed-workflow-tasks.ts';
import { describeDoubt, doubtful, jobRecords } from './evidence/job-records.ts';
import { type JudgedRun, judgedRuns } from './evidence/judged-runs.ts';

/**
 * The event history of every job is whole, and each failed workflow task was done again.
 *
 * @remarks The rules are those of Temporal's
 * {@link https://docs.temporal.io/references/events | events reference}: ids count from 1 without a gap; one event ends
 * the execution and nothing follows it; an activity is closed once, or left open by a workflow that doesn't wait for
 * it, unless the plan expects otherwise (`expect.closed`). A failed workflow task
 * ({@link https://docs.temporal.io/references/events#workflowtaskfailed | WorkflowTaskFailed}) means that the
 * workflow's code could not run. It is a violation if the cause is NON_DETERMINISTIC_ERROR, or if no later task was
 * completed: else it was an incident that the system survived, and only a remark.
 * A task that was failed by a version of which the plan says that it breaks is the fault's doing.
 */
export const eventHistoryWellFormed = defineCheck({
  name: 'event-history-well-formed',
  invariant:
    'Every event history is whole: contiguous ids, one end, each activity closed once, no workflow task failed for good.',
  books: ['eventHistories'],
  points: everyPoint,
  judge: (evidence) => {
    const records = jobRecords(evidence);
    const broken = tasksBroken(evidence);
    const missing: Violation[] = records
      .filter((record) => record.start === 'ok' && record.histories.length === 0)
      .map(({ job }) => ({
        workflowId: job.workflowId,
        violation: 'missing',
        detail: 'Started, but no event history.',
      }));
    const runs = judgedRuns(evidence, records);
    const histories = runs.map(({ history }) => history);
    const begins = beginsOf(histories);
    const found = runs.flatMap((run) => [
      ...begins(run.history),
      ...historyViolations(run.history, { ...run, broken }),
    ]);
    const violations = [...missing, ...found];
    const events = histories.reduce((sum, history) => sum + history.events.length, 0);
    const numbers = `${histories.length} event histories with ${count(events, 'event')}`;
    if (violations.length > 0) return invalid(`${count(violations.length, 'violation')} in ${numbers}.`, violations);
    const doubts = doubtful(records);
    if (doubts.length > 0) return unknown(describeDoubt(doubts));
    if (histories.length === 0) return unknown('There is no event history of any job.');
    return valid(
      `${numbers}: each whole, ended once, ${describeActivities(histories)}, ${describeFailed(histories)}.`,
      histories.flatMap((history) => doneAgain(history)),
    );
  },
});

function describeActivities(histories: readonly EventHistory[]): string {
  const open = histories.flatMap((history) => activityRecords(history)).filter(({ closes }) => closes.length === 0);
  return open.length === 0
    ? 'every activity closed'
    : `${count(open.length, 'activity', 'activities')} left open at the end`;
}

function describeFailed(histories: readonly EventHistory[]): string {
  const again = histories.flatMap((history) => doneAgain(history)).length;
  return again === 0 ? 'no failed workflow task' : `${count(again, 'failed workflow task')} done again`;
}

type Found = readonly [violation: ViolationName, detail: string];

interface Circumstances extends Omit<JudgedRun, 'history'> {
  readonly broken: ReadonlySet<string>;
}

function historyViolations(history: EventHistory, { mayBeOpen, closed, broken }: Circumstances): Violation[] {
  const { workflowId } = history;
  return [
    ...orderViolations(history, mayBeOpen),
    ...activityViolations(history, { mayBeOpen, closed }),
    ...timerViolations(history),
    ...failedTasks(history, broken),
    ...workflowTaskViolations(history, mayBeOpen),
  ].map(([violation, detail]) => ({ workflowId, violation, detail }));
}

function orderViolations({ events }: EventHistory, mayBeOpen: boolean): Found[] {
  const found: Found[] = [];
  const wrong = events.findIndex((event, index) => eventIdOf(event) !== index + 1);
  if (wrong !== -1) found.push(['ids', `The event at place ${wrong + 1} has id ${events[wrong]?.eventId ?? 'none'}.`]);
  const [first] = events;
  if (first === undefined || eventTypeOf(first) !== 'WORKFLOW_EXECUTION_STARTED') {
    found.push(['begin', `The first event is ${first === undefined ? 'missing' : eventTypeOf(first)}.`]);
  }
  const ends = events.filter((event) => lookup(workflowEnds, eventTypeOf(event)) !== undefined);
  if (ends.length !== 1 && !(mayBeOpen && ends.length === 0))
    found.push(['end', `There are ${ends.length} events that end the execution, not 1.`]);
  else if (ends.length === 1 && ends[0] !== events.at(-1))
    found.push(['end', `Events follow the end at ${ends[0]?.eventId ?? ''}.`]);
  return found;
}

function activityViolations(
  history: EventHistory,
  { mayBeOpen, closed }: Pick<Circumstances, 'mayBeOpen' | 'closed'>,
): Found[] {
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
    const unstarted = record.attempt === null && record.closes.some((close) => needsStart(record, close));
    if (unstarted) return [['activity', `${what} was closed, but never started.`]];
    const open = record.closes.length === 0 && !mayBeOpen && !mayStayOpen(record, history, closed);
    return open ? [['activity', `${what} was never closed.`]] : [];
  });
  return [...strays, ...wrong];
}

/** An activity may time out, or be cancelled on the workflow's request, before a worker has started it. */
function needsStart(record: ActivityRecord, { how }: ActivityClose): boolean {
  return how === 'completed' || how === 'failed' || (how === 'canceled' && !record.cancelRequested);
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

function failedTasks(history: EventHistory, broken: ReadonlySet<string>): Found[] {
  return failedWorkflowTasks(history)
    .filter((task) => !task.doneAgain && !broken.has(`${history.workflowId} ${task.startedEventId}`))
    .map(({ eventId, why }): Found => ['workflow-task', `Event ${eventId}: ${why}.`]);
}

/** A failed workflow task that was done again, as a fact for people. */
function doneAgain(history: EventHistory): readonly Json[] {
  const { workflowId } = history;
  return failedWorkflowTasks(history)
    .filter((task) => task.doneAgain)
    .map(({ eventId, why }) => ({ workflowId, eventId, failed: why, remark: 'It was done again.' }));
}

const taskCloses = ['WORKFLOW_TASK_COMPLETED', 'WORKFLOW_TASK_FAILED', 'WORKFLOW_TASK_TIMED_OUT'] as const;

/** Each started workflow task is closed once, unless the execution was ended from outside while the task ran. */
function workflowTaskViolations(history: EventHistory, mayBeOpen: boolean): Found[] {
  const closes = taskCloses.flatMap((type) => eventsOf(history, type));
  // Both events name the one that scheduled the task; some tools leave out the start in the event that closes it.
  const byStart = Map.groupBy(closes, (event) => textAttribute(event, 'scheduledEventId') ?? '');
  const end = endOf(history);
  const lawfullyOpen = mayBeOpen || end === 'terminated' || end === 'timed-out';
  const last = eventsOf(history, 'WORKFLOW_TASK_STARTED').at(-1);
  return eventsOf(history, 'WORKFLOW_TASK_STARTED').flatMap((event): Found[] => {
    const closed = byStart.get(textAttribute(event, 'scheduledEventId') ?? '')?.length ?? 0;
    if (closed === 1 || (closed === 0 && lawfullyOpen && event === last)) return [];
    return [['workflow-task', `The workflow task of event ${event.eventId} was closed ${closed} times.`]];
  });
}

/** A run begins by itself, or it follows another run that is there: by a retry, a continuation, a schedule or a reset. */
function beginsOf(histories: readonly EventHistory[]): (history: EventHistory) => readonly Violation[] {
  const known = new Set(histories.map(({ workflowId, runId }) => `${workflowId} ${runId}`));
  return (history) => {
    const { workflowId, runId, events } = history;
    const before = runBefore(history);
    const isKnown = before !== null && known.has(`${workflowId} ${before.runId}`);
    const [first] = events;
    const attempt = first === undefined ? 1 : Number(attributesOf(first).attempt ?? 1);
    const original = (first && textAttribute(first, 'originalExecutionRunId')) ?? runId;
    const found = [
      ...(attempt === 1 || isKnown ? [] : [`It is attempt ${attempt} of the workflow, and none is before it.`]),
      ...(before === null || isKnown ? [] : [`It follows the run ${before.runId}, which has no event history.`]),
      ...(original === runId || before?.how === 'reset'
        ? []
        : [`Its run is ${runId}, but it was begun as ${original}.`]),
    ];
    return found.map((detail) => ({ workflowId, violation: 'begin', detail }));
  };
}
