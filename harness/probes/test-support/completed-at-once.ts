import type { EventHistory } from '../../model/event-history.ts';

/** The event history of a workflow that was complete with its first task. */
export function completedAtOnce(workflowType: string): EventHistory {
  const taskQueue = { name: 'queue', kind: 'TASK_QUEUE_KIND_NORMAL' };
  const attributes = [
    {
      eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_STARTED',
      workflowExecutionStartedEventAttributes: {
        workflowType: { name: workflowType },
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
    {
      eventType: 'EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED',
      workflowExecutionCompletedEventAttributes: { workflowTaskCompletedEventId: '4' },
    },
  ];
  const events = attributes.map((one, index) => ({
    eventId: String(index + 1),
    eventTime: `2026-01-01T00:00:00.00${index}Z`,
    taskId: String(index + 1),
    ...one,
  }));
  return { workflowId: 'a-workflow', runId: 'a-run', events };
}
