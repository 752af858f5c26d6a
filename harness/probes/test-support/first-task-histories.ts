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

/**
 * The event history of a workflow that slept and was then complete, so that a beginning of it has commands to compare.
 *
 * @param timerId - the SDKs number timers in different ways
 */
export function sleptOnce(workflowType: string, timerId = '1'): EventHistory {
  const { timerStartedEventAttributes, ...started } = timerStarted;
  return historyOf(
    workflowType,
    { ...started, timerStartedEventAttributes: { ...timerStartedEventAttributes, timerId } },
    [
      { eventType: 'EVENT_TYPE_TIMER_FIRED', timerFiredEventAttributes: { timerId, startedEventId: '5' } },
      {
        eventType: 'EVENT_TYPE_WORKFLOW_TASK_SCHEDULED',
        workflowTaskScheduledEventAttributes: { taskQueue, startToCloseTimeout: '10s', attempt: 1 },
      },
      {
        eventType: 'EVENT_TYPE_WORKFLOW_TASK_STARTED',
        workflowTaskStartedEventAttributes: { scheduledEventId: '7', identity: 'worker', requestId: 'b-request' },
      },
      {
        eventType: 'EVENT_TYPE_WORKFLOW_TASK_COMPLETED',
        workflowTaskCompletedEventAttributes: { scheduledEventId: '7', startedEventId: '8', identity: 'worker' },
      },
      {
        eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED',
        workflowExecutionCompletedEventAttributes: { workflowTaskCompletedEventId: '9' },
      },
    ],
  );
}

function historyOf(
  name: string,
  command: typeof completed | typeof timerStarted,
  later: readonly (Readonly<Record<string, unknown>> & { readonly eventType: string })[] = [],
): EventHistory {
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
    ...later,
  ];
  const events = attributes.map((one, index) => ({
    eventId: String(index + 1),
    eventTime: `2026-01-01T00:00:00.00${index}Z`,
    taskId: String(index + 1),
    ...one,
  }));
  return { workflowId: `${name}-workflow`, runId: 'a-run', events };
}
