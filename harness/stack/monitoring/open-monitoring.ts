import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ScrapeTarget } from '../../monitoring/scrape-target.ts';
import { type ExporterOptions, serveExporter } from '../../monitoring/serve-exporter.ts';
import { packageRoot } from '../../provision/package-root.ts';
import type { RunContext } from '../run-context.ts';

/** What Prometheus is started with. */
export interface Monitoring extends AsyncDisposable {
  /** Has prometheus.yaml and alerts.yaml in it. */
  readonly folder: string;
}

/** The harness's address in docker/prometheus/prometheus.yaml. */
const PLACEHOLDER = 'harness:9464';

/** The folder of a run for Prometheus' configuration. */
export function monitoringFolder({ folder }: Pick<RunContext, 'folder'>): string {
  return join(folder, 'monitoring');
}

/**
 * Serves the harness's metrics and the list of targets, and writes the configuration of a Prometheus that reads them.
 *
 * @remarks A REST API of the system would be one more target, with a job of that name.
 */
export async function openMonitoring(
  options: ExporterOptions,
  context: Pick<RunContext, 'folder'>,
): Promise<Monitoring> {
  const exporter = await serveExporter(options);
  const folder = monitoringFolder(context);
  const source = join(packageRoot(), 'docker', 'prometheus');
  await mkdir(folder, { mode: 0o755 });
  for (const name of ['prometheus.yaml', 'alerts.yaml']) {
    const text = await readFile(join(source, name), 'utf8');
    await writeFile(join(folder, name), text.replaceAll(PLACEHOLDER, exporter.address), { mode: 0o644 });
  }
  return { folder, [Symbol.asyncDispose]: async () => exporter[Symbol.asyncDispose]() };
}

/** The targets that every stack has, beside its workers. */
export function serverTargets(at: { readonly temporal: string; readonly toxiproxy: string }): readonly ScrapeTarget[] {
  return [
    { job: 'temporal', component: 'temporal', address: at.temporal },
    { job: 'toxiproxy', component: 'toxiproxy', address: at.toxiproxy },
  ];
}
