import type { DashboardSpec } from './dashboard-spec.ts';
import { ownQueues, p95, perSecond } from './expressions.ts';

/** The faults, and what the system makes of them. */
export const chaosDashboard: DashboardSpec = {
  uid: 'durable-chaos-chaos',
  title: 'Chaos',
  description: 'The faults in force, as bands over everything, and what the system makes of them.',
  rows: {
    'What the harness does': [
      {
        title: 'Faults in force',
        description: 'From the injection to the healing. A fault whose healing failed stays.',
        unit: 'short',
        bands: true,
        queries: [{ expr: 'chaos_faults_in_force', legend: '{{fault}} on {{on}}' }],
      },
      {
        title: 'Components that run',
        description: 'Ready and not paused, as the stack sees it.',
        unit: 'short',
        bands: true,
        queries: [{ expr: 'chaos_component_running', legend: '{{component}}' }],
      },
      {
        title: 'Calls that are held',
        description: 'Before the server has them (request), or after it has executed them (reply).',
        unit: 'short',
        queries: [{ expr: 'chaos_held_calls', legend: '{{side}}' }],
      },
      {
        title: 'Phases and verdicts of a run',
        description: 'Only a run of a scenario has them.',
        unit: 'short',
        bands: true,
        queries: [
          { expr: 'chaos_phase', legend: '{{phase}}' },
          { expr: 'chaos_verdicts_total', legend: 'verdict {{verdict}}' },
        ],
      },
    ],
    Recovery: [
      {
        title: 'Recovery from faults, mean',
        description: 'From the healing to the next task that the struck worker completes; of a server, that any does.',
        unit: 's',
        queries: [
          {
            expr: 'sum by (fault) (chaos_fault_recovery_seconds_sum) / sum by (fault) (chaos_fault_recovery_seconds_count)',
            legend: '{{fault}}',
          },
        ],
      },
      {
        title: 'Time that components were away, mean',
        description: 'From an exit until the next life is ready, the time that a fault lasts included.',
        unit: 's',
        queries: [
          {
            expr: 'sum by (component) (chaos_component_recovery_seconds_sum) / sum by (component) (chaos_component_recovery_seconds_count)',
            legend: '{{component}}',
          },
        ],
      },
    ],
    'What the system makes of it': [
      {
        title: 'Workflows and activities that succeed',
        description: 'All types together, as the server counts them.',
        unit: 'reqps',
        queries: [
          { expr: 'sum(rate(workflow_success[$__rate_interval]))', legend: 'workflows' },
          { expr: 'sum(rate(activity_success[$__rate_interval]))', legend: 'activities' },
        ],
      },
      {
        title: 'Backlog',
        description: 'Tasks that no worker has taken yet.',
        unit: 'short',
        queries: [{ expr: `sum by (taskqueue) (approximate_backlog_count{${ownQueues}})`, legend: '{{taskqueue}}' }],
      },
      {
        title: 'Schedule to start, p95',
        description: 'How long tasks wait for a worker, as the server sees it.',
        unit: 's',
        queries: [{ expr: p95('task_schedule_to_start_latency', 'task_type', ownQueues), legend: '{{task_type}}' }],
      },
      {
        title: 'Calls at the gateway',
        description: 'Calls of workers by outcome: answered, broken with their connection, cancelled, dropped or lost.',
        unit: 'reqps',
        queries: [{ expr: perSecond('chaos_calls_total', 'outcome'), legend: '{{outcome}}' }],
      },
      {
        title: 'Latency of calls at the gateway, p95',
        description: 'What Temporal took for the calls of a worker, without polls.',
        unit: 's',
        queries: [{ expr: p95('chaos_call_latency_seconds', 'component'), legend: '{{component}}' }],
      },
      {
        title: 'Connections of links',
        description: 'Opened, closed, or broken off by an error.',
        unit: 'short',
        queries: [{ expr: perSecond('chaos_link_connections_total', 'link, change'), legend: '{{link}} {{change}}' }],
      },
      {
        title: 'Bytes through Toxiproxy',
        description: 'Counted when a connection ends, so a line that rises is a connection that was cut.',
        unit: 'Bps',
        queries: [
          { expr: perSecond('toxiproxy_proxy_received_bytes_total', 'proxy'), legend: '{{proxy}} received' },
          { expr: perSecond('toxiproxy_proxy_sent_bytes_total', 'proxy'), legend: '{{proxy}} sent' },
        ],
      },
      {
        title: 'Stalls of the harness',
        description: 'Its own lateness, which is not that of the system.',
        unit: 's',
        queries: [{ expr: 'chaos_harness_stall_seconds_total', legend: 'stalled since the start' }],
      },
    ],
  },
};
