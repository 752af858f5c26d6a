import type { EventHistory } from '../../model/event-history.ts';

const taskQueue = { name: 'queue', kind: 'TASK_QUEUE_KIND_NORMAL' };
const completed = {
  eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED',
  workflowExecutionCompletedEventAttributes: { workflowTaskCompletedEventId: '4' },
};
const timerStarted = {
  eventType: 'EVENT_TYPE_TIMER_STARTED',
  timerStartedEventAttributes: { timerId: '1', startToFireTimeout: '60s', workflowTaskCompletedEventId: '4' },
};

/** The event history of a workflow that was complete with its first task. */
export function completedAtOnce(workflowType: string): EventHistory {
  return historyOf(workflowType, completed);
}

/** The event history of a workflow whose first task started a timer. */
export function waitedAtOnce(workflowType: string): EventHistory {
  return historyOf(workflowType, timerStarted);
}

function historyOf(name: string, command: typeof completed | typeof timerStarted): EventHistory {
  const attributes = [
    {
      eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED',
      workflowExecutionStartedEventAttributes: {
        workflowType: { name },
        taskQueue,
        originalExecutionRunId: 'a-run',
        firstExecutionRunId: 'a-run',
        workflowTaskTimeout: '10s',
        attempt: 1,
      },
    },
    {
      eventType: 'EVENT_TYPE_WORKFLOW_TASK_SCHEDULED',
      workflowTaskScheduledEventAttributes: { taskQueue, startToCloseTimeout: '10s', attempt: 1 },
    },
    {
      eventType: 'EVENT_TYPE_WORKFLOW_TASK_STARTED',
      workflowTaskStartedEventAttributes: { scheduledEventId: '2', identity: 'worker', requestId: 'a-request' },
    },
    {
      eventType: 'EVENT_TYPE_WORKFLOW_TASK_COMPLETED',
      workflowTaskCompletedEventAttributes: { scheduledEventId: '2', startedEventId: '3', identity: 'worker' },
    },
    command,
  ];
  const events = attributes.map((one, index) => ({
    eventId: String(index + 1),
    eventTime: `2026-01-01T00:00:00.00${index}Z`,
    taskId: String(index + 1),
    ...one,
  }));
  return { workflowId: `${name}-workflow`, runId: 'a-run', events };
}
