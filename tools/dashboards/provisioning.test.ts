import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { z } from 'zod';
import { dashboardFiles } from './dashboard-files.ts';

const docker = join(import.meta.dirname, '../../docker');

/** The parts of Grafana's formats that we use; a key that it doesn't know is ignored silently there, and refused here. */
const datasourcesSchema = z.strictObject({
  apiVersion: z.literal(1),
  datasources: z.array(
    z.strictObject({
      name: z.string(),
      uid: z.string(),
      type: z.literal('prometheus'),
      access: z.enum(['proxy', 'direct']),
      url: z.url(),
      isDefault: z.boolean(),
      editable: z.boolean(),
      jsonData: z.strictObject({ timeInterval: z.string(), httpMethod: z.enum(['GET', 'POST']) }),
    }),
  ),
});
const providersSchema = z.strictObject({
  apiVersion: z.literal(1),
  providers: z.array(
    z.strictObject({
      name: z.string(),
      folder: z.string(),
      type: z.literal('file'),
      disableDeletion: z.boolean(),
      allowUiUpdates: z.boolean(),
      options: z.strictObject({ path: z.string() }),
    }),
  ),
});
const dashboardSchema = z.object({
  uid: z.string().max(40),
  title: z.string(),
  schemaVersion: z.number(),
  annotations: z.object({ list: z.array(z.object({ datasource: z.object({ uid: z.string() }), expr: z.string() })) }),
  panels: z.array(
    z.object({
      type: z.enum(['row', 'timeseries', 'state-timeline']),
      title: z.string(),
      datasource: z.object({ uid: z.string() }).optional(),
      gridPos: z.object({ h: z.number(), w: z.number(), x: z.number(), y: z.number() }),
      targets: z.array(z.object({ refId: z.string(), expr: z.string() })).optional(),
    }),
  ),
});

function yaml(...path: readonly string[]): unknown {
  return parse(readFileSync(join(docker, ...path), 'utf8'));
}

function places({ panels }: z.infer<typeof dashboardSchema>): readonly string[] {
  return panels.map(({ gridPos: { x, y } }) => `${x},${y}`);
}

describe("Grafana's provisioning", () => {
  const { datasources } = datasourcesSchema.parse(yaml('grafana/provisioning/datasources/prometheus.yaml'));
  const { providers } = providersSchema.parse(yaml('grafana/provisioning/dashboards/dashboards.yaml'));
  const written = readdirSync(join(docker, 'grafana/dashboards'));
  const built = dashboardFiles().map(({ path, text }) => ({ path, ...dashboardSchema.parse(JSON.parse(text)) }));

  it('has every dashboard that is built, and no other file', () => {
    expect(built.map(({ path }) => path.split('/').at(-1))).to.have.members(written);
  });

  it('reads dashboards and data source from where compose.yaml mounts them', () => {
    const compose = readFileSync(join(docker, 'compose.yaml'), 'utf8');
    for (const { options } of providers) expect(compose).to.include(`target: ${options.path},`);
    expect(compose).to.include('source: ./grafana/provisioning, target: /etc/grafana/provisioning');
    const [, home = ''] = /DASHBOARD_PATH: \/etc\/grafana\/(\S+)/.exec(compose) ?? [];
    expect(existsSync(join(docker, 'grafana', home)), home).to.equal(true);
  });

  it('has each panel ask the data source that is provisioned, each at its own place', () => {
    for (const dashboard of built) {
      expect(new Set(places(dashboard)).size, dashboard.uid).to.equal(dashboard.panels.length);
      for (const { type, title, datasource, targets = [] } of dashboard.panels) {
        if (type === 'row') continue;
        expect(datasource?.uid, title).to.equal(datasources[0]?.uid);
        expect(targets.length, title).to.be.greaterThan(0);
        expect(new Set(targets.map(({ refId }) => refId)).size, title).to.equal(targets.length);
      }
    }
  });

  it('has the faults in force as bands over every dashboard', () => {
    for (const { annotations, uid } of built) {
      expect(
        annotations.list.map(({ expr }) => expr),
        uid,
      ).to.deep.equal(['chaos_faults_in_force > 0']);
    }
  });
});
