/** The label of a quantile's panel. */
const QUANTILE = '0.95';

/** How often something happened per second, by labels. */
export function perSecond(metric: string, by: string): string {
  return `sum by (${by}) (rate(${metric}[$__rate_interval]))`;
}

/** The time that 95 of 100 stayed below, of a histogram, by labels. */
export function p95(histogram: string, by: string, selector = ''): string {
  const buckets = `${histogram}_bucket${selector === '' ? '' : `{${selector}}`}`;
  return `histogram_quantile(${QUANTILE}, sum by (${[by, 'le'].filter((label) => label !== '').join(', ')}) (rate(${buckets}[$__rate_interval])))`;
}

/** Of the system's own task queues, not those that Temporal has for itself. */
export const ownQueues = 'taskqueue!~"temporal_sys_.*|default_worker_tq|durable_chaos_.*|__omitted__"';
