import { apiDashboard } from './api-dashboard.ts';
import { buildDashboard } from './build-dashboard.ts';
import { chaosDashboard } from './chaos-dashboard.ts';
import type { DashboardSpec } from './dashboard-spec.ts';
import { sdkDashboard } from './sdk-dashboard.ts';
import { serverDashboard } from './server-dashboard.ts';

/** Every dashboard, by the name of its file in docker/grafana/dashboards. */
export const dashboards: Readonly<Record<string, DashboardSpec>> = {
  api: apiDashboard,
  chaos: chaosDashboard,
  sdk: sdkDashboard,
  server: serverDashboard,
};

/** The files that Grafana reads, as they should be. */
export function dashboardFiles(): readonly { readonly path: string; readonly text: string }[] {
  return Object.entries(dashboards).map(([name, spec]) => ({
    path: `docker/grafana/dashboards/${name}.json`,
    text: `${JSON.stringify(buildDashboard(spec), null, 2)}\n`,
  }));
}
