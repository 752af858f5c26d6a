import { faultsInForce } from '../../../tools/dashboards/build-dashboard.ts';
import { dashboards } from '../../../tools/dashboards/dashboard-files.ts';

/** An expression of a panel, as Prometheus takes it. */
export interface PanelExpression {
  readonly panel: string;
  readonly expr: string;
}

/** Every expression of every panel and annotation, with Grafana's variables filled in. */
export function panelExpressions(): readonly PanelExpression[] {
  const panels = Object.entries(dashboards).flatMap(([name, { rows }]) =>
    Object.values(rows).flatMap((row) =>
      row.flatMap(({ title, queries }) =>
        queries.map(({ expr }) => ({ panel: `${name}: ${title}`, expr: expr.replaceAll('$__rate_interval', '5s') })),
      ),
    ),
  );
  return [{ panel: 'all: the bands of faults', expr: faultsInForce }, ...panels];
}
