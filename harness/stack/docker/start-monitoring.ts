import type { MonitoringAddresses } from '../../model/stack.ts';
import type { HarnessMetrics } from '../../monitoring/harness-metrics.ts';
import type { ScrapeTarget } from '../../monitoring/scrape-target.ts';
import { waitFor } from '../../wait.ts';
import { answersOk } from '../health-probes.ts';
import { monitoringTls } from '../monitoring/monitoring-tls.ts';
import { openMonitoring, serverTargets } from '../monitoring/open-monitoring.ts';
import { type StackTls, schemeOf } from '../stack-tls.ts';
import type { DockerContext } from './docker-context.ts';
import type { DockerPorts } from './docker-ports.ts';
import { certificatesGroup, filesInContainer } from './docker-tls.ts';

/** The parts of the profile `monitoring`. */
export interface WantedMonitoring {
  readonly monitoring: Pick<HarnessMetrics, 'text'>;
  /** Whether Grafana is started too. */
  readonly grafana: boolean;
  readonly ports: Pick<DockerPorts, 'prometheus' | 'grafana'>;
  /** The address of this machine that Prometheus' container reaches. */
  readonly host: string;
  readonly fleet: { readonly targets: readonly ScrapeTarget[] };
  /** The system's API, if it is started. */
  readonly api: readonly ScrapeTarget[];
  /** Takes over what must be ended with the stack. */
  readonly watching: AsyncDisposableStack;
  /** Null: nothing is scraped by TLS. */
  readonly tls: StackTls | null;
}

const READY_LIMIT_MS = 60_000;

/**
 * Starts Prometheus, and Grafana if it has an image, and waits until Prometheus answers.
 *
 * @throws HarnessError CHAOS_STACK_NOT_READY, CHAOS_WAIT_TIMEOUT; the signal's reason when it aborts.
 */
export async function startMonitoring(wanted: WantedMonitoring, context: DockerContext): Promise<MonitoringAddresses> {
  const { monitoring, ports, host, watching, tls } = wanted;
  // Grafana would show everyone what only certificates open.
  const grafana = wanted.grafana && tls === null;
  const access = tls?.access;
  const servers = serverTargets({ temporal: 'temporal:8077', toxiproxy: 'toxiproxy-api:8474' });
  const targets = (): readonly ScrapeTarget[] => [...servers, ...wanted.api, ...wanted.fleet.targets];
  const exported = { host, metrics: async (): Promise<string> => monitoring.text(), targets };
  const place = { files: filesInContainer, group: certificatesGroup() };
  watching.use(await openMonitoring(exported, context, await monitoringTls(tls, host, place)));
  await context.compose('up', '--detach', 'prometheus', ...(grafana ? ['grafana'] : []));
  const prometheusUrl = `${schemeOf(access)}://127.0.0.1:${ports.prometheus}`;
  const wait = { what: 'Prometheus to answer', limitMs: READY_LIMIT_MS, signal: context.signal };
  await waitFor(async () => answersOk(`${prometheusUrl}/-/ready`, access), wait);
  return { prometheusUrl, grafanaUrl: grafana ? `http://127.0.0.1:${ports.grafana}` : null };
}
