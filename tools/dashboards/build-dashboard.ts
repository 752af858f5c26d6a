import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  LegendDisplayMode,
  LegendPlacement,
  VisibilityMode,
  VizLegendOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import {
  AnnotationQueryBuilder,
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  type Panel,
  RowBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StateTimelineBuilder } from '@grafana/grafana-foundation-sdk/statetimeline';
import { PanelBuilder as TimeSeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { DashboardSpec, PanelSpec, Query } from './dashboard-spec.ts';

/** The data source of docker/grafana/provisioning. */
const prometheus = { type: 'prometheus', uid: 'prometheus' };
/** What all dashboards show over their panels, as bands: from the injection of a fault to its healing. */
export const faultsInForce = 'chaos_faults_in_force > 0';
const WIDTH = 12;
const HEIGHT = 8;

/** A dashboard as Grafana reads it. */
export function buildDashboard({ uid, title, description, rows }: DashboardSpec): Dashboard {
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .description(description)
    .tags(['durable-chaos'])
    .time({ from: 'now-10m', to: 'now' })
    .refresh('5s')
    .timezone('browser')
    .tooltip(DashboardCursorSync.Crosshair)
    .readonly()
    .annotation(faultBands());
  for (const [name, panels] of Object.entries(rows)) {
    builder.withRow(new RowBuilder(name));
    for (const panel of panels) builder.withPanel(panelOf(panel));
  }
  return builder.build();
}

function faultBands(): AnnotationQueryBuilder {
  return new AnnotationQueryBuilder()
    .name('Faults')
    .datasource(prometheus)
    .enable(true)
    .iconColor('red')
    .expr(faultsInForce)
    .step('1s')
    .titleFormat('{{fault}}')
    .textFormat('on {{on}}');
}

function panelOf(spec: PanelSpec): Builder<Panel> {
  const builder = spec.bands === true ? bands() : lines(spec);
  builder.title(spec.title).description(spec.description).datasource(prometheus).span(WIDTH).height(HEIGHT);
  for (const [index, query] of spec.queries.entries()) builder.withTarget(target(query, index));
  return builder;
}

function lines({ unit }: PanelSpec): TimeSeriesBuilder {
  const legend = new VizLegendOptionsBuilder()
    .displayMode(LegendDisplayMode.List)
    .placement(LegendPlacement.Bottom)
    .showLegend(true);
  return new TimeSeriesBuilder().unit(unit).min(0).legend(legend).showPoints(VisibilityMode.Never).fillOpacity(8);
}

function bands(): StateTimelineBuilder {
  return new StateTimelineBuilder().mergeValues(true).showValue(VisibilityMode.Never).rowHeight(0.9);
}

function target({ expr, legend }: Query, index: number): DataqueryBuilder {
  const refId = String.fromCharCode('A'.charCodeAt(0) + index);
  return new DataqueryBuilder().refId(refId).datasource(prometheus).expr(expr).legendFormat(legend).range();
}
