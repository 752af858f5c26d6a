import type { DashboardSpec } from './dashboard-spec.ts';
import { p95, perSecond } from './expressions.ts';

const worker = 'job="worker"';

/** The workers, as Temporal's SDK in them sees it. */
export const sdkDashboard: DashboardSpec = {
  uid: 'durable-chaos-sdk',
  title: 'Temporal SDK',
  description:
    'The workers as the SDK in them sees it: slots, polls, latencies, the sticky cache, failures, heartbeats.',
  rows: {
    Workers: [
      {
        title: 'Workers that answer',
        description: '1: it was scraped. A killed or cut off worker has 0.',
        unit: 'short',
        queries: [{ expr: 'up{job="worker"}', legend: '{{instance}}' }],
      },
      {
        title: 'Pollers',
        description: 'Polls that are open, by worker and kind.',
        unit: 'short',
        queries: [
          {
            expr: `sum by (instance, poller_type) (temporal_num_pollers{${worker}})`,
            legend: '{{instance}} {{poller_type}}',
          },
        ],
      },
      {
        title: 'Slots in use',
        description: 'Tasks that a worker works on, by kind.',
        unit: 'short',
        queries: [
          {
            expr: `sum by (instance, worker_type) (temporal_worker_task_slots_used{${worker}})`,
            legend: '{{instance}} {{worker_type}}',
          },
        ],
      },
      {
        title: 'Slots that are free',
        description: 'At 0 a worker takes no more tasks of that kind.',
        unit: 'short',
        queries: [
          {
            expr: `sum by (instance, worker_type) (temporal_worker_task_slots_available{${worker}})`,
            legend: '{{instance}} {{worker_type}}',
          },
        ],
      },
      {
        title: 'Sticky cache',
        description: 'Workflows that a worker remembers, so that it need not replay them.',
        unit: 'short',
        queries: [
          { expr: `sum by (instance) (temporal_sticky_cache_size{${worker}})`, legend: '{{instance}}' },
          {
            expr: perSecond(`temporal_sticky_cache_hit{${worker}}`, 'instance'),
            legend: '{{instance}}: hits per second',
          },
        ],
      },
      {
        title: 'Heartbeats',
        description: 'Of activities, per second.',
        unit: 'reqps',
        queries: [
          {
            expr: perSecond(`temporal_request{${worker},operation="RecordActivityTaskHeartbeat"}`, 'instance'),
            legend: '{{instance}}',
          },
        ],
      },
    ],
    Latencies: [
      {
        title: 'Schedule to start, p95',
        description: 'How long a task waited before this worker began it.',
        unit: 'ms',
        queries: [
          { expr: p95('temporal_workflow_task_schedule_to_start_latency', '', worker), legend: 'workflow tasks' },
          { expr: p95('temporal_activity_schedule_to_start_latency', '', worker), legend: 'activities' },
        ],
      },
      {
        title: 'Execution of activities, p95',
        description: 'By type.',
        unit: 'ms',
        queries: [
          { expr: p95('temporal_activity_execution_latency', 'activity_type', worker), legend: '{{activity_type}}' },
        ],
      },
      {
        title: 'Workflows from start to end, p95',
        description: 'By type.',
        unit: 'ms',
        queries: [
          { expr: p95('temporal_workflow_endtoend_latency', 'workflow_type', worker), legend: '{{workflow_type}}' },
        ],
      },
      {
        title: 'Workflow tasks, p95',
        description: 'Execution, and the part of it that a replay takes after a cache was lost.',
        unit: 'ms',
        queries: [
          { expr: p95('temporal_workflow_task_execution_latency', '', worker), legend: 'execution' },
          { expr: p95('temporal_workflow_task_replay_latency', '', worker), legend: 'replay' },
        ],
      },
    ],
    'Failures and requests': [
      {
        title: 'Failures',
        description:
          'Of attempts of activities, and of workflow tasks. A workflow task fails by a defect, not by a fault.',
        unit: 'reqps',
        queries: [
          {
            expr: perSecond(`temporal_activity_execution_failed{${worker}}`, 'activity_type'),
            legend: 'activity {{activity_type}}',
          },
          {
            expr: perSecond(`temporal_workflow_task_execution_failed{${worker}}`, 'workflow_type, failure_reason'),
            legend: 'workflow task of {{workflow_type}}: {{failure_reason}}',
          },
        ],
      },
      {
        title: 'Requests that failed',
        description: 'Calls to Temporal, by operation and status.',
        unit: 'reqps',
        queries: [
          {
            expr: perSecond(`temporal_request_failure{${worker}}`, 'operation, status_code'),
            legend: '{{operation}}: {{status_code}}',
          },
          {
            expr: perSecond(`temporal_long_request_failure{${worker}}`, 'operation, status_code'),
            legend: '{{operation}}: {{status_code}}',
          },
        ],
      },
      {
        title: 'Requests',
        description: 'Calls to Temporal, by operation.',
        unit: 'reqps',
        queries: [{ expr: perSecond(`temporal_request{${worker}}`, 'operation'), legend: '{{operation}}' }],
      },
      {
        title: 'Latency of requests, p95',
        description: 'By operation, without polls.',
        unit: 'ms',
        queries: [{ expr: p95('temporal_request_latency', 'operation', worker), legend: '{{operation}}' }],
      },
    ],
  },
};
