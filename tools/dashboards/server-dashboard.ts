import type { DashboardSpec } from './dashboard-spec.ts';
import { ownQueues, p95, perSecond } from './expressions.ts';

const polls = 'Poll.*|.*History|GetWorkerBuildIdCompatibility|GetTaskQueueUserData';

/** Temporal's server: what it is asked, how fast it answers, and what it waits for itself. */
export const serverDashboard: DashboardSpec = {
  uid: 'durable-chaos-server',
  title: 'Temporal server',
  description: 'What the server is asked, how fast it answers, its database, its shards, and its task queues.',
  rows: {
    Requests: [
      {
        title: 'Requests of the frontend',
        description: 'By operation. A gap is a server that was not scraped.',
        unit: 'reqps',
        queries: [
          {
            expr: perSecond('service_requests{job="temporal",service_name="frontend"}', 'operation'),
            legend: '{{operation}}',
          },
        ],
      },
      {
        title: 'Errors',
        description: 'By service, operation and type. NotFound and AlreadyStarted are answers too, not defects.',
        unit: 'reqps',
        queries: [
          {
            expr: perSecond('service_error_with_type{job="temporal"}', 'service_name, operation, error_type'),
            legend: '{{service_name}} {{operation}}: {{error_type}}',
          },
        ],
      },
      {
        title: 'Latency of the frontend, p95',
        description: 'By operation, without polls, which wait for work on purpose.',
        unit: 's',
        queries: [
          {
            expr: p95('service_latency', 'operation', `job="temporal",service_name="frontend",operation!~"${polls}"`),
            legend: '{{operation}}',
          },
        ],
      },
      {
        title: 'Requests under way',
        description: 'By operation; polls are most of them while there is nothing to do.',
        unit: 'short',
        queries: [{ expr: 'sum by (operation) (service_pending_requests{job="temporal"})', legend: '{{operation}}' }],
      },
    ],
    Persistence: [
      {
        title: 'Requests of the database',
        description: 'By operation.',
        unit: 'reqps',
        queries: [{ expr: perSecond('persistence_requests{job="temporal"}', 'operation'), legend: '{{operation}}' }],
      },
      {
        title: 'Latency of the database, p95',
        description: 'By operation. A database that is paused or cut off shows here first.',
        unit: 's',
        queries: [{ expr: p95('persistence_latency', 'operation', 'job="temporal"'), legend: '{{operation}}' }],
      },
      {
        title: 'Errors of the database',
        description: 'By type. NotFound is an ordinary answer: a task queue that was not used before.',
        unit: 'reqps',
        queries: [
          {
            expr: perSecond('persistence_error_with_type{job="temporal"}', 'operation, error_type'),
            legend: '{{operation}}: {{error_type}}',
          },
        ],
      },
      {
        title: 'Waiting for the lock of a shard, p95',
        description: 'Workflows of a shard share its lock; a slow database keeps it longer.',
        unit: 's',
        queries: [
          { expr: p95('lock_latency', 'operation', 'job="temporal"'), legend: 'lock: {{operation}}' },
          { expr: p95('semaphore_latency', 'operation', 'job="temporal"'), legend: 'semaphore: {{operation}}' },
        ],
      },
    ],
    'Task queues': [
      {
        title: 'Backlog',
        description: 'Tasks that no worker has taken yet, by task queue and kind.',
        unit: 'short',
        queries: [
          {
            expr: `sum by (taskqueue, task_type) (approximate_backlog_count{${ownQueues}})`,
            legend: '{{taskqueue}} {{task_type}}',
          },
        ],
      },
      {
        title: 'Schedule to start, p95',
        description: 'How long tasks wait for a worker, as the server sees it.',
        unit: 's',
        queries: [{ expr: p95('task_schedule_to_start_latency', 'task_type', ownQueues), legend: '{{task_type}}' }],
      },
      {
        title: 'Polls',
        description: 'Those that brought a task, and those that waited in vain.',
        unit: 'reqps',
        queries: [
          { expr: perSecond(`poll_success{${ownQueues}}`, 'task_type'), legend: '{{task_type}}: a task' },
          { expr: perSecond(`poll_timeouts{${ownQueues}}`, 'task_type'), legend: '{{task_type}}: none' },
        ],
      },
      {
        title: 'Workflows and activities that succeeded',
        description:
          'By type. During a fault the line falls, and rises above the usual when the backlog is worked off.',
        unit: 'reqps',
        queries: [
          { expr: perSecond('workflow_success', 'workflowType'), legend: 'workflow {{workflowType}}' },
          { expr: perSecond('activity_success', 'activityType'), legend: 'activity {{activityType}}' },
        ],
      },
    ],
  },
};
