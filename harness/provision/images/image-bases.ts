/** An official image that our images are built on, pinned by its version. */
export interface ImageBase {
  /** Its tag; the default of the build argument in the Dockerfiles. */
  readonly official: string;
  readonly version: string;
}

/** A build argument of the Dockerfiles that names a base. */
export type BaseName =
  | 'DEBIAN'
  | 'NODE'
  | 'POSTGRES'
  | 'SERVER'
  | 'ADMIN_TOOLS'
  | 'UI'
  | 'TOXIPROXY'
  | 'PROMETHEUS'
  | 'GRAFANA';

const nodeVersion = '24.21.0';
const temporalVersion = '1.31.2';
const uiVersion = '2.50.1';
const toxiproxyVersion = '2.12.0';
const postgresVersion = '18.4';
// That of Debian 12, so that both ways of making the image give the same.
const prometheusVersion = '2.42.0';
const grafanaVersion = '12.2.0';

/** Each base, by the build argument that names it in the Dockerfiles. */
export const imageBases: Readonly<Record<BaseName, ImageBase>> = {
  DEBIAN: { official: 'debian:bookworm-slim', version: 'bookworm' },
  NODE: { official: `node:${nodeVersion}-bookworm-slim`, version: nodeVersion },
  POSTGRES: { official: `postgres:${postgresVersion}-bookworm`, version: postgresVersion },
  SERVER: { official: `temporalio/server:${temporalVersion}`, version: temporalVersion },
  ADMIN_TOOLS: { official: `temporalio/admin-tools:${temporalVersion}`, version: temporalVersion },
  UI: { official: `temporalio/ui:${uiVersion}`, version: uiVersion },
  TOXIPROXY: { official: `ghcr.io/shopify/toxiproxy:${toxiproxyVersion}`, version: toxiproxyVersion },
  PROMETHEUS: { official: `prom/prometheus:v${prometheusVersion}`, version: prometheusVersion },
  GRAFANA: { official: `grafana/grafana:${grafanaVersion}`, version: grafanaVersion },
};
