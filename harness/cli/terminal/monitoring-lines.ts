import type { MonitoringAddresses } from '../../model/stack.ts';

/** Where the metrics of a stack are, as lines of the list of its addresses; none if nothing is scraped. */
export function monitoringLines(monitoring: MonitoringAddresses | undefined): readonly string[] {
  if (monitoring === undefined) return [];
  const { prometheusUrl, grafanaUrl } = monitoring;
  return [`  Prometheus     ${prometheusUrl}`, ...(grafanaUrl === null ? [] : [`  Grafana        ${grafanaUrl}`])];
}
