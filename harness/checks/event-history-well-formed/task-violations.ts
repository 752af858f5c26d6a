import { type EventHistory, eventIdOf, eventsOf, textAttribute } from '../../model/event-history.ts';
import { endOf } from '../evidence/activity-records.ts';
import { failedWorkflowTasks } from '../evidence/failed-workflow-tasks.ts';
import type { FoundInHistory } from './found-in-history.ts';

/** A timer may be left running when the execution ends; it is never closed twice, nor without having been started. */
export function timerViolations(history: EventHistory): FoundInHistory[] {
  const started = new Map(eventsOf(history, 'TIMER_STARTED').map((event) => [event.eventId, eventIdOf(event)]));
  const closes = [...eventsOf(history, 'TIMER_FIRED'), ...eventsOf(history, 'TIMER_CANCELED')];
  const groups = Map.groupBy(closes, (event) => textAttribute(event, 'startedEventId') ?? '');
  return [...groups].flatMap(([startedEventId, events]): FoundInHistory[] => {
    const start = started.get(startedEventId);
    const isEarly = start !== undefined && events.some((event) => eventIdOf(event) <= start);
    const often = events.length > 1 ? `closed ${events.length} times` : null;
    const actual =
      start === undefined ? 'closed and never started' : (often ?? (isEarly ? 'closed before it began' : null));
    if (actual === null) return [];
    const [step, detail] = [`timer (event ${startedEventId})`, `The timer of event ${startedEventId} was ${actual}.`];
    return [{ violation: 'timer', detail, step, expected: 'started, then closed once', actual }];
  });
}

/** A workflow task that failed is done again, unless a version that breaks failed it. */
export function failedTasks(history: EventHistory, broken: ReadonlySet<string>): FoundInHistory[] {
  return failedWorkflowTasks(history)
    .filter((task) => !task.doneAgain && !broken.has(`${history.workflowId} ${task.startedEventId}`))
    .map(({ eventId, why }): FoundInHistory => {
      const [step, detail] = [`workflow task (event ${eventId})`, `Event ${eventId}: ${why}.`];
      return { violation: 'workflow-task', detail, step, expected: 'completed by a later attempt', actual: 'failed' };
    });
}

const taskCloses = ['WORKFLOW_TASK_COMPLETED', 'WORKFLOW_TASK_FAILED', 'WORKFLOW_TASK_TIMED_OUT'] as const;

/** Each started workflow task is closed once, unless the execution was ended from outside while the task ran. */
export function workflowTaskViolations(history: EventHistory, mayBeOpen: boolean): FoundInHistory[] {
  const closes = taskCloses.flatMap((type) => eventsOf(history, type));
  // Both events name the one that scheduled the task; some tools leave out the start in the event that closes it.
  const byStart = Map.groupBy(closes, (event) => textAttribute(event, 'scheduledEventId') ?? '');
  const end = endOf(history);
  const lawfullyOpen = mayBeOpen || end === 'terminated' || end === 'timed-out';
  const last = eventsOf(history, 'WORKFLOW_TASK_STARTED').at(-1);
  return eventsOf(history, 'WORKFLOW_TASK_STARTED').flatMap((event): FoundInHistory[] => {
    const closed = byStart.get(textAttribute(event, 'scheduledEventId') ?? '')?.length ?? 0;
    if (closed === 1 || (closed === 0 && lawfullyOpen && event === last)) return [];
    const [step, detail] = [
      `workflow task (event ${event.eventId})`,
      `The workflow task of event ${event.eventId} was closed ${closed} times.`,
    ];
    return [{ violation: 'workflow-task', detail, step, expected: 'closed once', actual: `closed ${closed} times` }];
  });
}
