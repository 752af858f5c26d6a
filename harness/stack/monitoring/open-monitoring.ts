import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TlsFiles, TlsIdentity } from '../../model/tls.ts';
import type { ScrapeTarget } from '../../monitoring/scrape-target.ts';
import { type ExporterOptions, serveExporter } from '../../monitoring/serve-exporter.ts';
import { packageRoot } from '../../provision/package-root.ts';
import type { RunContext } from '../run-context.ts';

/** What Prometheus is started with. */
export interface Monitoring extends AsyncDisposable {
  /** Has prometheus.yaml and alerts.yaml in it. */
  readonly folder: string;
}

/** Where docker/prometheus/prometheus.yaml says that the harness is, and how it asks it. */
const PLACEHOLDER = 'http://harness:9464/targets", refresh_interval: 1s';
/** The name in the certificate of the exporter. */
const EXPORTER = 'harness';

/** How Prometheus speaks TLS, with those it scrapes and with those who ask it. */
export interface MonitoringTls {
  /** The certificate of the harness's own metrics. */
  readonly exporter: TlsIdentity;
  /** The files of Prometheus' certificate, as it sees them. */
  readonly files: TlsFiles;
}

/** The folder of a run for Prometheus' configuration. */
export function monitoringFolder({ folder }: Pick<RunContext, 'folder'>): string {
  return join(folder, 'monitoring');
}

/**
 * Serves the harness's metrics and the list of targets, and writes the configuration of a Prometheus that reads them.
 *
 * @param tls - undefined: nothing is scraped by TLS
 */
export async function openMonitoring(
  options: ExporterOptions,
  context: Pick<RunContext, 'folder'>,
  tls?: MonitoringTls,
): Promise<Monitoring> {
  const exporter = await serveExporter({ ...options, tls: tls?.exporter });
  const folder = monitoringFolder(context);
  const source = join(packageRoot(), 'docker', 'prometheus');
  await mkdir(folder, { mode: 0o755 });
  const texts = {
    'prometheus.yaml': scrapes(await readFile(join(source, 'prometheus.yaml'), 'utf8'), exporter.address, tls?.files),
    'alerts.yaml': await readFile(join(source, 'alerts.yaml'), 'utf8'),
    ...(tls === undefined ? {} : { [WEB]: served(tls.files) }),
  };
  for (const [name, text] of Object.entries(texts)) await writeFile(join(folder, name), text, { mode: 0o644 });
  return { folder, [Symbol.asyncDispose]: async () => exporter[Symbol.asyncDispose]() };
}

/** The configuration of what Prometheus itself serves, beside the other; there is one only with TLS. */
export const WEB = 'web.yaml';

/** Prometheus' configuration with the address of the harness, and with its certificate if there is one. */
function scrapes(text: string, address: string, files: TlsFiles | undefined): string {
  if (files === undefined) return text.replace(PLACEHOLDER, `http://${address}/targets", refresh_interval: 1s`);
  const { ca, cert, key } = files;
  const shown = `ca_file: "${ca}", cert_file: "${cert}", key_file: "${key}"`;
  const found = `https://${address}/targets", refresh_interval: 1s, tls_config: { ${shown}, server_name: ${EXPORTER} }`;
  // The job is the last thing in the file.
  return `${text.replace(PLACEHOLDER, found).trimEnd()}\n    tls_config: { ${shown} }\n`;
}

/** @see https://prometheus.io/docs/prometheus/latest/configuration/https/ */
function served({ ca, cert, key }: TlsFiles): string {
  const clients = `client_ca_file: "${ca}", client_auth_type: RequireAndVerifyClientCert`;
  return `tls_server_config: { cert_file: "${cert}", key_file: "${key}", ${clients} }\n`;
}

/**
 * The targets that every stack has, beside its workers.
 *
 * @param at - where they are; `temporal` is null if its server exists already and is not the run's to scrape
 */
export function serverTargets(at: {
  readonly temporal: string | null;
  readonly toxiproxy: string;
}): readonly ScrapeTarget[] {
  return [
    ...(at.temporal === null ? [] : [{ job: 'temporal', component: 'temporal', address: at.temporal } as const]),
    { job: 'toxiproxy', component: 'toxiproxy', address: at.toxiproxy },
  ];
}
