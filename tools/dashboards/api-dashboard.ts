import type { DashboardSpec } from './dashboard-spec.ts';
import { p95, perSecond } from './expressions.ts';

/** The system's REST API, as it sees its clients. */
export const apiDashboard: DashboardSpec = {
  uid: 'durable-chaos-api',
  title: 'REST API',
  description: 'The REST API of the system: requests, errors and latencies by route, and the process.',
  rows: {
    Requests: [
      {
        title: 'API that answers',
        description: '1: it was scraped. A killed API has 0.',
        unit: 'short',
        queries: [{ expr: 'up{job="api"}', legend: '{{instance}}' }],
      },
      {
        title: 'Requests',
        description: 'By method and route. Those of the harness ask whether it is ready.',
        unit: 'reqps',
        queries: [{ expr: perSecond('api_http_requests_total', 'method, route'), legend: '{{method}} {{route}}' }],
      },
      {
        title: 'Refused and failed requests',
        description: 'By status. 4xx is the mistake of a client; 503 is Temporal that does not answer.',
        unit: 'reqps',
        queries: [
          {
            expr: perSecond('api_http_requests_total{status=~"4..|5.."}', 'status, route'),
            legend: '{{status}} {{route}}',
          },
        ],
      },
      {
        title: 'Latency, p95',
        description: 'From a request to its answer, by route.',
        unit: 's',
        queries: [{ expr: p95('api_http_request_duration_seconds', 'method, route'), legend: '{{method}} {{route}}' }],
      },
    ],
    Process: [
      {
        title: 'Memory',
        description: 'Resident memory of the process.',
        unit: 'bytes',
        queries: [{ expr: 'api_process_resident_memory_bytes', legend: '{{instance}}' }],
      },
      {
        title: 'Event loop lag, p99',
        description: 'How late timers come. A blocked event loop answers no request.',
        unit: 's',
        queries: [{ expr: 'api_nodejs_eventloop_lag_p99_seconds', legend: '{{instance}}' }],
      },
    ],
  },
};
