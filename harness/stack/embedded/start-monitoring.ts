import type { HarnessMetrics } from '../../monitoring/harness-metrics.ts';
import type { ScrapeTarget } from '../../monitoring/scrape-target.ts';
import { monitoringTls } from '../monitoring/monitoring-tls.ts';
import { openMonitoring } from '../monitoring/open-monitoring.ts';
import type { RunContext } from '../run-context.ts';
import type { StackTls } from '../stack-tls.ts';
import { startPrometheus } from './prometheus-process.ts';

/** What is scraped, and by which Prometheus. */
export interface WantedMonitoring {
  readonly monitoring: Pick<HarnessMetrics, 'text'>;
  readonly targets: () => readonly ScrapeTarget[];
  /** Path of Prometheus. */
  readonly binary: string;
  readonly port: number;
  /** Takes over what must be ended with the stack. */
  readonly watching: AsyncDisposableStack;
  /** Null: nothing is scraped by TLS. */
  readonly tls: StackTls | null;
}

/**
 * Serves the harness's metrics and starts a Prometheus that reads them.
 *
 * @throws HarnessError CHAOS_STACK_NOT_READY; the signal's reason when it aborts.
 */
export async function startMonitoring(wanted: WantedMonitoring, context: RunContext): Promise<void> {
  const { monitoring, targets, binary, port, watching, tls } = wanted;
  const exported = { host: '127.0.0.1', metrics: async () => monitoring.text(), targets };
  const { folder } = watching.use(await openMonitoring(exported, context, await monitoringTls(tls, exported.host)));
  watching.use(await startPrometheus({ binary, port, folder, access: tls?.access }, context));
}
