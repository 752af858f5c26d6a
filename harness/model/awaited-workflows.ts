import { missingDeclared } from './declared-workflows.ts';
import { type EventHistory, eventsOf, eventTypeOf, textAttribute } from './event-history.ts';
import { executionsOf, isEnded, type KnownWorkflows } from './executions.ts';

/**
 * The workflow ids that a run still waits for: those that run and must end, those that may stay open but have work at
 * hand, and jobs whose declared workflows (`job.also`) haven't been started.
 */
export function awaitedWorkflows(histories: readonly EventHistory[], known: KnownWorkflows): readonly string[] {
  const executions = executionsOf(histories, known);
  const open = executions
    .filter(({ history, origin }) => !isEnded(history) && origin.kind !== 'canary')
    .filter(({ history, mayStayOpen }) => !mayStayOpen || !isIdle(history))
    .map(({ history }) => history.workflowId);
  return [...open, ...missingDeclared(known.workload, executions).map(({ workflowId }) => workflowId)];
}

const activityCloses = ['COMPLETED', 'FAILED', 'TIMED_OUT', 'CANCELED'].map((how) => `ACTIVITY_TASK_${how}`);

/** Whether a workflow only waits, for a timer or a signal: no worker has, or gets, a task of it. */
function isIdle(history: EventHistory): boolean {
  const task = history.events.findLast((event) => eventTypeOf(event).startsWith('WORKFLOW_TASK_'));
  if (task !== undefined && eventTypeOf(task) !== 'WORKFLOW_TASK_COMPLETED') return false;
  const closed = new Set(
    activityCloses.flatMap((type) => eventsOf(history, type)).map((event) => textAttribute(event, 'scheduledEventId')),
  );
  return eventsOf(history, 'ACTIVITY_TASK_SCHEDULED').every(({ eventId }) => closed.has(eventId));
}
