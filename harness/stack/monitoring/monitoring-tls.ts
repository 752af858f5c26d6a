import type { TlsFiles } from '../../model/tls.ts';
import type { StackTls } from '../stack-tls.ts';
import type { MonitoringTls } from './open-monitoring.ts';

/**
 * Makes the certificates of Prometheus and of what the harness has it scrape; undefined: nothing is scraped by TLS.
 *
 * @param host - the address of the harness's metrics
 * @param place - where Prometheus sees its files, and its group, if it runs in a container
 */
export async function monitoringTls(
  tls: StackTls | null,
  host: string,
  place?: { readonly files: TlsFiles; readonly group: number },
): Promise<MonitoringTls | undefined> {
  if (tls === null) return undefined;
  const files = await tls.certificates.issue('prometheus', place?.group ?? null);
  return { exporter: await tls.certificates.identity('harness', { host }), files: place?.files ?? files };
}
